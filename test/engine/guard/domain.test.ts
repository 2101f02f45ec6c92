import type { IDataObject } from 'n8n-workflow';

import { addSequence } from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import type { NodeRun } from '../../support/n8n/runNode';
import {
	Cast,
	closeCasts,
	DAY,
	HOUR,
	limitOf,
	timeMachine,
	type RunOptions,
} from '../../support/cast';
import { addReps, rotate, sendersOf } from './rotation';
import { ENROLLED, HELD } from '../../support/outputs';

afterAll(closeCasts);
afterEach(() => jest.restoreAllMocks());

const MODES = ['hold', 'fail', 'warn', 'off'] as const;

/** A cast with one contact for each address. */
async function openWith(...addresses: string[]): Promise<Cast> {
	const cast = await Cast.open({ contacts: 0 });
	for (const email of addresses) cast.contacts.push(cast.addContact({ email }));
	return cast;
}

const capped = async (
	cast: Cast,
	maxPerDomain: number,
	{ options, ...more }: RunOptions = {},
	items: IDataObject[] = cast.items,
) => await cast.enroll(items, { ...more, options: { maxPerDomain, ...options } });

/** By contact: the reason why it was held, or its outcome. */
const verdicts = (run: NodeRun, cast: Cast) =>
	cast.contacts.map((_, index) => {
		const { reason, outcome } = run.of(index).json;
		return reason ?? outcome;
	});

describe('Max per Domain', () => {
	it('enrolls so many contacts of one company, and holds the others for a day', async () => {
		const cast = await openWith(
			'a@acme.example',
			'b@ACME.example',
			'c@other.example',
			'd@acme.Example',
			'e@acme.example',
		);
		const before = Date.now();
		const run = await capped(cast, 2);

		const [HELD_FOR, IN] = ['DOMAIN_CAP', 'enrolled'];
		expect(verdicts(run, cast)).toEqual([IN, IN, IN, HELD_FOR, HELD_FOR]);
		expect(run.of(3)).toMatchObject({
			output: HELD,
			json: {
				outcome: 'held',
				message: expect.stringMatching(
					/^The most contacts of this company in 24 hours are reached; it is expected to fit .*\d\d:\d\d \(Europe\/Berlin\)$/,
				) as string,
				contactId: cast.contacts[3].id,
				sender: { userId: cast.rep.userId, email: cast.rep.email },
			},
		});
		for (const { retryAt } of run.json[HELD]) {
			const wait = Date.parse(String(retryAt)) - before;
			expect(wait).toBeGreaterThanOrEqual(DAY);
			expect(wait).toBeLessThan(DAY + 2 * HOUR);
		}
	});

	it('leaves out addresses that no company owns', async () => {
		const cast = await openWith(
			'a@gmail.com',
			'b@gmail.com',
			'c@yahoo.co.uk',
			'd@yahoo.co.uk',
			'e@gmx.de',
			'f@gmx.de',
		);
		expect((await capped(cast, 1)).json[ENROLLED]).toHaveLength(6);
	});

	it('counts what earlier runs enrolled, for a day', async () => {
		const machine = timeMachine();
		const cast = await openWith('a@acme.example', 'b@acme.example');
		const [first, second] = cast.items;
		expect((await capped(cast, 1, {}, [first])).json[ENROLLED]).toHaveLength(1);

		const held = await capped(cast, 1, {}, [second]);
		expect(held.json[HELD]).toMatchObject([{ reason: 'DOMAIN_CAP' }]);
		const retryAt = Date.parse(String(held.json[HELD][0].retryAt));
		expect(retryAt - Date.now()).toBeGreaterThanOrEqual(DAY - HOUR);
		expect(retryAt - Date.now()).toBeLessThan(DAY + 2 * HOUR);

		machine.advanceTo(retryAt);
		expect((await capped(cast, 1, {}, [second])).json[ENROLLED]).toHaveLength(1);
	});

	it('says in a dry run whom it would hold, and counts nothing', async () => {
		const cast = await openWith('a@acme.example', 'b@acme.example', 'c@other.example');
		const dry = await capped(cast, 1, { options: { dryRun: true } });
		expect(dry.json.map((items) => items.map(({ outcome }) => outcome))).toEqual([
			['wouldEnroll', 'wouldEnroll'],
			['wouldHold'],
			[],
		]);
		expect(dry.of(1).json.reason).toBe('DOMAIN_CAP');
		expect(verdicts(await capped(cast, 1), cast)).toEqual(['enrolled', 'DOMAIN_CAP', 'enrolled']);
	});

	it.each(MODES)('holds in mode %s as well, and the other contacts go', async (mode) => {
		const cast = await openWith('a@acme.example', 'b@acme.example', 'c@other.example');
		const [first, ...others] = cast.items;
		const given = { parameters: { ...limitOf(2), sendLimitMode: mode } };
		await capped(cast, 1, given, [first]);
		const run = await capped(cast, 1, given, others);

		expect(run.error).toBeUndefined();
		expect([0, 1].map((index) => run.of(index).output)).toEqual([HELD, ENROLLED]);
		expect(run.of(0).json.reason).toBe('DOMAIN_CAP');
	});

	const nobody = 'Only 0 of 2 contacts fit in the sending limit';
	it.each([
		['hold', 'DOMAIN_CAP', 'SEND_LIMIT'],
		['warn', 'DOMAIN_CAP', 'enrolled'],
		['off', 'DOMAIN_CAP', 'enrolled'],
		['fail', nobody, nobody],
	])(
		'beside a full limit, in mode %s: %s for the company, %s for others',
		async (mode, ...want) => {
			const cast = await openWith('a@acme.example', 'b@acme.example', 'c@other.example');
			const [first, ...others] = cast.items;
			const parameters = { ...limitOf(1), sendLimitMode: mode };
			await capped(cast, 1, { parameters }, [first]);
			const settings = { onError: 'continueErrorOutput' } as const;
			const run = await capped(cast, 1, { parameters, settings }, others);

			const verdict = ({ reason, error, outcome }: IDataObject) => error ?? reason ?? outcome;
			expect([0, 1].map((index) => verdict(run.of(index).json))).toEqual(want);
		},
	);

	it('takes no room of the sender for whom it holds', async () => {
		const cast = await openWith('a@acme.example', 'b@acme.example', 'c@other.example');
		const run = await capped(cast, 1, { parameters: limitOf(2) });
		expect(verdicts(run, cast)).toEqual(['enrolled', 'DOMAIN_CAP', 'enrolled']);
	});

	it('gives the place of a contact that HubSpot refuses to the next of the company', async () => {
		const cast = await openWith('a@acme.example', 'b@acme.example', 'c@acme.example');
		cast.contacts[0].hiddenBounce = true;
		expect(verdicts(await capped(cast, 1), cast)).toEqual(['BOUNCED', 'enrolled', 'DOMAIN_CAP']);
	});

	it('is counted for each sender', async () => {
		const cast = await openWith('a@acme.example', 'b@acme.example', 'c@acme.example');
		const [second] = addReps(cast, {});
		const run = await capped(cast, 1, { parameters: rotate(cast.rep, second) });
		expect(verdicts(run, cast)).toEqual(['enrolled', 'enrolled', 'DOMAIN_CAP']);
		expect(sendersOf(run, cast).slice(0, 2)).toEqual([cast.rep.email, second.email]);
	});

	it('counts contacts of other sequences', async () => {
		const cast = await openWith('a@acme.example', 'b@acme.example');
		const [first, second] = cast.items;
		const other = addSequence(cast.account);
		await capped(cast, 1, {}, [first]);
		const run = await capped(cast, 1, { parameters: { sequence: byId(other.id) } }, [second]);
		expect(run.json[HELD]).toMatchObject([{ reason: 'DOMAIN_CAP' }]);
	});

	it.each([-1, 1.5])('of %d is an error before any request', async (most) => {
		const cast = await openWith('a@acme.example');
		const run = await capped(cast, most);
		expect(run.error?.message).toBe("'Max per Domain' is not a whole number from 0");
		expect(cast.hubspot.requests.count()).toBe(0);
	});
});
