import type { NodeRun } from '../../support/n8n/runNode';
import { Cast, closeCasts, limitOf, MINUTE, type RunOptions } from '../../support/cast';
import { LEDGER } from './ledgerRows';
import { addReps, rotate, sentBefore } from './rotation';
import { ENROLLED, FAILED, HELD } from '../../support/outputs';

afterAll(closeCasts);

/** What keeps a run from its ledger, and how n8n says it. */
const WAYS: Array<{ name: string; cause: RegExp; cut: (cast: Cast) => Partial<RunOptions> }> = [
	{
		name: 'Data Tables are turned off',
		cause: /data ?table/i,
		cut: (cast) => {
			cast.stage.dataTables.disabled = true;
			return {};
		},
	},
	{
		name: 'n8n gives a run no way to them',
		cause: /executeWorkflow is not a function/,
		cut: () => ({ dataTables: 'unavailable' }),
	},
	{
		name: 'their database does not answer',
		cause: /Connection terminated unexpectedly/,
		cut: (cast) => {
			cast.stage.dataTables.failNext(1_000);
			return {};
		},
	},
];

const hintsOf = (run: NodeRun) => run.hints.slice(1).map(({ message }) => message);
const counts = (run: NodeRun) => run.json.map((items) => items.length);

describe.each(WAYS)('Where $name, Enroll', ({ cut, cause }) => {
	it('holds every contact, and says how to go on', async () => {
		const cast = await Cast.open({ contacts: 3 });
		const run = await cast.enroll(undefined, cut(cast));

		expect(counts(run)).toEqual([0, 3, 0]);
		expect(run.of(0).json).toEqual({
			outcome: 'held',
			reason: 'LEDGER_UNAVAILABLE',
			message: 'The count of planned sends could not be read',
			contactId: cast.contacts[0].id,
			email: cast.contacts[0].properties.email,
			sequenceId: cast.sequence.id,
			sequenceName: cast.sequence.name,
			sender: { userId: cast.rep.userId, email: cast.rep.email },
		});
		expect(cast.enrollRequests()).toEqual([]);
		const [hint, ...others] = hintsOf(run);
		expect(others).toEqual([]);
		expect(hint).toMatch(cause);
		expect(hint).toContain(`The Data Table "${LEDGER}" cannot be reached`);
		expect(hint).toContain("set 'If Planned Sends Cannot Be Read'");
	});

	it('says so in a dry run', async () => {
		const cast = await Cast.open({ contacts: 2 });
		const run = await cast.enroll(undefined, { ...cut(cast), options: { dryRun: true } });
		expect(run.json[HELD]).toMatchObject(
			Array(2).fill({ outcome: 'wouldHold', reason: 'LEDGER_UNAVAILABLE' }),
		);
	});

	it('makes each contact an error in mode fail', async () => {
		const cast = await Cast.open({ contacts: 2 });
		const run = await cast.enroll(undefined, {
			...cut(cast),
			parameters: { sendLimitMode: 'fail' },
			settings: { onError: 'continueErrorOutput' },
		});
		expect(run.json[FAILED].map(({ error }) => error)).toEqual(
			Array(2).fill('The count of planned sends could not be read'),
		);
		expect(cast.enrollRequests()).toEqual([]);
	});

	it.each([
		{ mode: 'warn', hints: [expect.stringContaining(`"${LEDGER}" cannot be reached`) as string] },
		{ mode: 'off', hints: [] },
	])('enrolls in mode $mode, which holds nobody', async ({ mode, hints }) => {
		const cast = await Cast.open({ contacts: 3 });
		const run = await cast.enroll(undefined, {
			...cut(cast),
			parameters: { sendLimitMode: mode, ...limitOf(9) },
		});
		expect(counts(run)).toEqual([3, 0, 0]);
		expect(hintsOf(run)).toEqual(hints);
	});

	it('holds contacts of senders who take turns', async () => {
		const cast = await Cast.open({ contacts: 3 });
		const [second] = addReps(cast, {});
		const run = await cast.enroll(undefined, {
			...cut(cast),
			parameters: rotate(cast.rep, second),
		});
		expect(run.json[HELD]).toMatchObject(Array(3).fill({ reason: 'LEDGER_UNAVAILABLE' }));
		expect(hintsOf(run)).toHaveLength(1);
	});
});

describe.each(WAYS)('Where $name, Use HubSpot Count', ({ cut, cause }) => {
	const byCount = (cast: Cast) => ({
		...cut(cast),
		parameters: limitOf(5),
		options: { ledgerUnavailable: 'useHubSpotCount' },
	});

	it("enrolls by HubSpot's own count, and says what is not in it", async () => {
		const cast = await Cast.open({ contacts: 4 });
		sentBefore(cast, cast.rep, 3);
		const run = await cast.enroll(undefined, byCount(cast));

		expect(counts(run)).toEqual([2, 2, 0]);
		expect(run.json[HELD]).toMatchObject(Array(2).fill({ reason: 'SEND_LIMIT' }));
		const [hint, ...others] = hintsOf(run);
		expect(others).toEqual([]);
		expect(hint).toContain(`The Data Table "${LEDGER}" cannot be reached`);
		expect(hint).toMatch(cause);
		expect(hint).toContain("goes by HubSpot's own count");
	});

	it('counts what this process has planned, although the log of HubSpot lags', async () => {
		const cast = await Cast.open({
			contacts: 8,
			settings: { searchLagMs: 10 * MINUTE },
		});
		const given = byCount(cast);
		const first = await cast.enroll(cast.items.slice(0, 3), given);
		const second = await cast.enroll(cast.items.slice(3), given);
		expect([first, second].map((run) => counts(run).slice(0, 2))).toEqual([
			[3, 0],
			[2, 3],
		]);
	});
});

describe('Where Data Tables fail in the middle of a run,', () => {
	/** Lets all calls fail from the one that reserves room for the second hundred. */
	function failAtSecondReservation(cast: Cast, how: 'failNext' | 'loseNext'): void {
		const { dataTables } = cast.stage;
		dataTables.onCall = ({ operation }) => {
			if (operation !== 'update') return;
			// This call reserves room for the first; the one after it changes the row again.
			dataTables.onCall = undefined;
			dataTables[how](1_000);
		};
	}

	it.each(['failNext', 'loseNext'] as const)(
		'what has its room is enrolled, and the rest is held (%s)',
		async (how) => {
			const cast = await Cast.open({ contacts: 230 });
			failAtSecondReservation(cast, how);
			const run = await cast.enroll();

			expect(run.error).toBeUndefined();
			expect(cast.contacts.map((_, index) => run.of(index).output)).toEqual([
				...Array(100).fill(ENROLLED),
				...Array(130).fill(HELD),
			]);
			expect(run.of(100).json.reason).toBe('LEDGER_UNAVAILABLE');
			expect(cast.account.enrollments).toHaveLength(100);
		},
	);

	it('Use HubSpot Count goes on without them', async () => {
		const cast = await Cast.open({ contacts: 230 });
		failAtSecondReservation(cast, 'failNext');
		const run = await cast.enroll(undefined, {
			parameters: limitOf(220),
			options: { ledgerUnavailable: 'useHubSpotCount' },
		});

		expect(cast.contacts.map((_, index) => run.of(index).output)).toEqual([
			...Array(220).fill(ENROLLED),
			...Array(10).fill(HELD),
		]);
		expect(cast.account.enrollments).toHaveLength(220);
	});

	it('a contact whose room could not be given back leaves all the same', async () => {
		const cast = await Cast.open({ contacts: 3 });
		cast.contacts[1].hiddenBounce = true;
		const { dataTables } = cast.stage;
		dataTables.onCall = ({ operation }) => {
			// What reserves the room is the last call that works.
			if (operation === 'update') dataTables.failNext(1_000);
		};
		const run = await cast.enroll();
		expect(counts(run)).toEqual([2, 0, 1]);
		expect(run.error).toBeUndefined();
	});
});
