import {
	beforeInstant,
	beforeOf,
	isEnough,
	isSentBy,
	shownBy,
	type Before,
	type Shown,
} from '../../../nodes/HubspotSequence/enroll/shown';
import { sequenceStanding } from '../../../nodes/shared/contacts/eligibility';
import type { Enrollment } from '../../../nodes/shared/hubspot/sequences';

const EARLIER = '2026-11-20T09:00:00.000Z';
const NOW = '2026-11-26T09:00:00.000Z';
const WANTED = {
	sequenceId: '7',
	userId: '11',
	addresses: ['Ann@acme.example', 'ann@mail.example'],
};

const standing = (given: { enrolled?: boolean; in?: string; at?: string; total?: number } = {}) =>
	sequenceStanding({
		id: '1',
		properties: {
			hs_sequences_is_enrolled: String(given.enrolled ?? false),
			hs_latest_sequence_enrolled: given.in ?? null,
			hs_latest_sequence_enrolled_date: given.at ?? null,
			hs_sequences_enrolled_count: String(given.total ?? 0),
		},
	});
const BEFORE: Before = { enrolledAt: EARLIER, total: 1 };
/** As it was before. */
const SAME = standing({ in: '7', at: EARLIER, total: 1 });

const made: Enrollment = { id: '5', sequenceId: '7', enrolledAt: NOW };
const byBob: Enrollment = { ...made, enrolledBy: '12', enrolledByEmail: 'bob@acme.example' };
const inOther: Enrollment = { ...made, sequenceId: '8' };
const later = (ms: number) => new Date(Date.parse(EARLIER) + ms).toISOString();

describe('an enrollment that HubSpot shows', () => {
	it.each<[string, Enrollment | null, Before, Partial<Shown>]>([
		['is ours, where the contact had one before', made, BEFORE, { ours: made }],
		['is ours, where it had none', made, { enrolledAt: null, total: 0 }, { ours: made }],
		['is none where there is none', null, BEFORE, {}],
		['is the one of before, at the same time', { ...made, enrolledAt: EARLIER }, BEFORE, {}],
		['is the one of before, within a minute', { ...made, enrolledAt: later(60_000) }, BEFORE, {}],
		[
			'is ours from then on',
			{ ...made, enrolledAt: later(60_001) },
			BEFORE,
			{ ours: { ...made, enrolledAt: later(60_001) } },
		],
		['is that of somebody else', byBob, BEFORE, { others: byBob }],
		['is of somebody else in another sequence', inOther, BEFORE, { others: inOther }],
	])('%s', (_, found, before, expected) => {
		expect(shownBy(found, SAME, WANTED, before)).toEqual({ ...expected, isEnrolled: false });
	});
});

describe('the properties of a contact', () => {
	it.each<[string, ReturnType<typeof standing>, Before, Partial<Shown>]>([
		[
			'that had none show ours',
			standing({ in: '7', at: NOW, total: 1 }),
			{ enrolledAt: null, total: 0 },
			{ ours: { enrolledAt: NOW } },
		],
		[
			'show ours by its time',
			standing({ in: '7', at: NOW, total: 1 }),
			BEFORE,
			{ ours: { enrolledAt: NOW } },
		],
		[
			'show ours by their number',
			standing({ in: '7', at: EARLIER, total: 2 }),
			BEFORE,
			{ ours: { enrolledAt: EARLIER } },
		],
		[
			'show ours without its time',
			standing({ in: '7', total: 2 }),
			BEFORE,
			{ ours: { enrolledAt: undefined } },
		],
		['show none in another sequence', standing({ in: '8', at: NOW, total: 2 }), BEFORE, {}],
		['show none as before', SAME, BEFORE, {}],
		[
			'show none where nobody counted, as before',
			standing({ in: '7', at: EARLIER, total: 4 }),
			{ enrolledAt: EARLIER },
			{},
		],
		[
			'show that it is in a sequence',
			standing({ enrolled: true, in: '8' }),
			BEFORE,
			{ isEnrolled: true },
		],
	])('%s', (_, now, before, expected) => {
		expect(shownBy(null, now, WANTED, before)).toEqual({ isEnrolled: false, ...expected });
	});

	it('show ours that is over beside one of somebody else, where two were made', () => {
		const both = (total: number) => standing({ enrolled: true, in: '7', at: NOW, total });
		expect(shownBy(byBob, both(2), WANTED, BEFORE)).toEqual({ others: byBob, isEnrolled: true });
		expect(shownBy(byBob, both(3), WANTED, BEFORE)).toEqual({
			ours: { enrolledAt: NOW },
			isEnrolled: true,
		});
	});
});

describe('what was before', () => {
	it('is the last enrollment of the contact, and how many it had', () => {
		expect(beforeOf(SAME)).toEqual(BEFORE);
	});

	it('an instant is so long before it that times that differ a little do not matter', () => {
		expect(beforeInstant(Date.parse(NOW))).toEqual({ enrolledAt: '2026-11-26T08:58:00.000Z' });
	});
});

describe('an enrollment is from the sender', () => {
	it.each<[string, Partial<Enrollment>, boolean]>([
		['where HubSpot does not say from whom', {}, true],
		['by its user', { enrolledBy: '11' }, true],
		[
			'by its user, whatever the address',
			{ enrolledBy: '11', enrolledByEmail: 'x@y.example' },
			true,
		],
		['by its address, in any case', { enrolledByEmail: 'ANN@Acme.example' }, true],
		[
			'by its other address, whatever the user',
			{ enrolledBy: '12', enrolledByEmail: 'ann@mail.example' },
			true,
		],
		['not by another user', { enrolledBy: '12' }, false],
		['not by another address', { enrolledByEmail: 'bob@acme.example' }, false],
	])('%s', (_, by, expected) => {
		expect(isSentBy({ ...made, ...by }, WANTED)).toBe(expected);
	});
});

describe('HubSpot is looked at', () => {
	const nothing: Shown = { isEnrolled: false };
	const ended: Shown = { ours: { enrolledAt: NOW }, isEnrolled: false };
	const goesOn: Shown = { ...ended, isEnrolled: true };

	it.each<[string, Shown, number, boolean]>([
		['again, where it shows nothing', nothing, 1, false],
		['so often as asked, where it shows nothing', nothing, 2, true],
		['no more, where it shows one of somebody else', { ...nothing, others: byBob }, 1, true],
		['no more, where ours is over', ended, 1, true],
		['again, where ours goes on and its id is not shown', goesOn, 2, false],
		['no more, where ours is shown with its id', { ...goesOn, ours: made }, 1, true],
	])('%s', (_, shown, looked, expected) => {
		expect(isEnough(shown, looked, 2)).toBe(expected);
	});
});
