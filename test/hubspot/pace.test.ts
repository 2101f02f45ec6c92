import { addRep, owedBy, plannedSends, type Settings } from '../../tools/hubspot/index';
import { PLAIN } from '../support/hubspotSettings';
import { Company, DAY, HOUR, MINUTE } from './company';

const SECOND = 1_000;
const TWENTY_SECONDS = { perMinute: 3 };

const secondsLater = (company: Company, from = 0) =>
	company.account.sends.slice(from).map(({ at }) => (at - company.account.sends[0].at) / SECOND);

describe('Five contacts enrolled at once are sent their first email after so many seconds', () => {
	it.each<[string, Settings['pace'], number[]]>([
		['without a pace', null, [0, 0, 0, 0, 0]],
		['three a minute', { perMinute: 3 }, [0, 20, 40, 60, 80]],
		['thirty seconds apart', { everySeconds: 30 }, [0, 30, 60, 90, 120]],
		['two a clock minute', { perClockMinute: 2 }, [0, 0, 60, 60, 120]],
	])('%s', (_, pace, expected) => {
		const company = new Company({ ...PLAIN, pace });
		const sequence = company.sequence({ steps: [{}] });
		for (let order = 0; order < 5; order++) company.enroll(sequence);
		expect(plannedSends(company.account, company.rep.email)).toHaveLength(
			expected.filter((seconds) => seconds > 0).length,
		);
		company.advance(HOUR);
		expect(secondsLater(company)).toEqual(expected);
	});
});

it('two a clock minute: the next two leave when the minute begins', () => {
	const company = new Company({ ...PLAIN, pace: { perClockMinute: 2 } });
	company.advance(50 * SECOND);
	const sequence = company.sequence({ steps: [{}] });
	for (let order = 0; order < 3; order++) company.enroll(sequence);
	company.advance(MINUTE);
	expect(secondsLater(company)).toEqual([0, 0, 10]);
});

describe('While an email is in the queue,', () => {
	/** Three contacts are enrolled; the first has its email. */
	function openQueue(settings: Partial<Settings> = {}) {
		const company = new Company({ ...PLAIN, pace: TWENTY_SECONDS, ...settings });
		const sequence = company.sequence({ steps: [{}, { delayMillis: DAY }] });
		const enrollments = [0, 1, 2].map(() => company.enroll(sequence));
		return { company, enrollments, sequence };
	}

	it('it is not in the log, and its enrollment is open', () => {
		const { company, enrollments } = openQueue();
		expect(company.account.emails).toHaveLength(1);
		expect(enrollments.map(({ state }) => state)).toEqual(['active', 'active', 'active']);
		company.advance(20 * SECOND);
		expect(company.account.emails).toHaveLength(2);
	});

	it('it is owed, with the instant of its turn', () => {
		const { company, enrollments, sequence } = openQueue();
		const { account, rep, now } = company;
		const email = { sequenceId: sequence.id, stepOrder: 0, due: now };
		expect(owedBy(account, rep.email)).toEqual([
			{ ...email, contactId: enrollments[1].contactId, leaves: now + 20 * SECOND },
			{ ...email, contactId: enrollments[2].contactId, leaves: now + 40 * SECOND },
		]);
		expect(plannedSends(account, rep.email)).toEqual([
			now + 20 * SECOND,
			now + 40 * SECOND,
			now + DAY,
			now + DAY + 20 * SECOND,
			now + DAY + 40 * SECOND,
		]);
		company.advance(HOUR);
		expect(owedBy(account, rep.email)).toEqual([]);
	});

	it('who leaves is sent nothing, and the others move up', () => {
		const { company, enrollments } = openQueue();
		company.account.unenroll(enrollments[1].contactId);
		company.advance(20 * SECOND);
		expect(company.account.sends.map(({ contactId }) => contactId)).toEqual([
			enrollments[0].contactId,
			enrollments[2].contactId,
		]);
	});

	it.each(['delayGoesOn', 'overdueRuns'] as const)(
		'who is paused loses the place in it, and joins at the end on resume (%s)',
		(onResume) => {
			const { company, enrollments } = openQueue({ onResume });
			company.account.pause(enrollments[1].contactId);
			company.advance(30 * SECOND);
			company.account.resume(enrollments[1].contactId);
			company.advance(HOUR);
			expect(company.account.sends.map(({ contactId }) => contactId)).toEqual(
				[0, 2, 1].map((order) => enrollments[order].contactId),
			);
			expect(secondsLater(company)).toEqual([0, 20, 40]);
		},
	);

	it('a delay does not begin before it has left', () => {
		const { company } = openQueue({ delays: 'weekdaysFromStep', pace: { everySeconds: 600 } });
		company.advance(2 * DAY);
		expect(company.sent.slice(3)).toEqual([
			'Tue 24 Nov 10:00',
			'Tue 24 Nov 10:10',
			'Tue 24 Nov 10:20',
		]);
	});

	it('other inboxes send', () => {
		const { company, sequence } = openQueue();
		const other = addRep(company.account);
		company.enroll(sequence, undefined, other);
		expect(company.account.sendsFrom(other.email)).toHaveLength(1);
	});
});

it('an email whose turn comes after the send window has closed goes out', () => {
	const company = new Company({ ...PLAIN, pace: { everySeconds: 600 } });
	company.advance(6 * HOUR + 55 * MINUTE);
	const sequence = company.sequence({ steps: [{}, { delayMillis: DAY }] });
	for (let order = 0; order < 2; order++) company.enroll(sequence);
	company.advance(2 * DAY);
	expect(company.sent.slice(2)).toEqual(['Tue 24 Nov 16:55', 'Tue 24 Nov 17:05']);
});

it('emails leave in the order in which they came due, follow-ups before new ones', () => {
	const company = new Company({ ...PLAIN, pace: TWENTY_SECONDS });
	const sequence = company.sequence({ steps: [{}, { delayMillis: DAY }] });
	for (let order = 0; order < 3; order++) company.enroll(sequence);
	company.advance(DAY + 10 * SECOND);
	company.enroll(sequence);
	company.advance(MINUTE);
	expect(company.account.sends.map(({ stepOrder }) => stepOrder)).toEqual([0, 0, 0, 1, 1, 1, 0]);
});
