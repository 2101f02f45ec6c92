import type { IDataObject } from 'n8n-workflow';

import { ACTION, inARow, type Flow } from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import type { NodeRun } from '../../support/n8n/runNode';
import { entered, itemsOf, newFlow, newPeople, on, useStage } from './support';
import { FAILED } from '../../support/outputs';

const stage = useStage();

const [IN, WAITS, FAIL] = ['enrolled', 'held', 'failed'];

let portals = 4_700_000;
beforeEach(() => {
	// What the node has planned for an account outlives a test, so no two use the same.
	Object.assign(stage().hubspot.account, { portalId: ++portals });
});

/** One email a contact, and then a week. */
const oneEmail = () =>
	newFlow(stage(), {
		actions: inARow([
			{ actionTypeId: ACTION.marketingEmail, fields: { content_id: '901' } },
			{ actionTypeId: ACTION.delay, fields: { delta: '10080', time_unit: 'MINUTES' } },
		]),
	});

/** A contact for each row, with the settings of the row. */
const enrollRows = async (rows: ReadonlyArray<IDataObject & { flow: Flow }>) => {
	const people = itemsOf(newPeople(stage(), rows.length));
	const items = rows.map(({ flow, ...row }, index) => ({
		...people[index],
		...row,
		flow: flow.id,
	}));
	return await stage().workflow(items, {
		parameters: on('enroll', undefined, {
			workflow: byId('={{ $json.flow }}'),
			sendLimitMode: '={{ $json.mode ?? "hold" }}',
			enrollmentsPerDay: '={{ $json.day ?? 0 }}',
			monthlyEmailLimit: '={{ $json.month ?? 0 }}',
			options: { dryRun: '={{ $json.dry ?? false }}' },
		}),
		settings: { onError: 'continueErrorOutput' },
	});
};

const outcomes = (run: NodeRun, rows: readonly unknown[]) =>
	rows.map((_, index) => {
		const { output, json } = run.of(index);
		return output === FAILED ? 'failed' : json.outcome;
	});

describe('Items with unlike limits for one workflow are decided each by its own:', () => {
	it.each<{ name: string; rows: IDataObject[]; come: string[] }>([
		{
			name: 'the fewest Enrollments per Day first',
			rows: [{ day: 4 }, { day: 1 }, { day: 1 }, { day: 1 }],
			come: [IN, IN, WAITS, WAITS],
		},
		{
			name: 'no cap does not free the others of theirs',
			rows: [{ day: 0 }, { day: 1 }, { day: 1 }],
			come: [IN, IN, WAITS],
		},
		{
			name: 'one that is not checked does not free the others of their cap',
			rows: [{ day: 1, mode: 'off' }, { day: 1 }, { day: 1 }],
			come: [IN, IN, WAITS],
		},
		{
			name: 'all or nothing goes by the items that are set to it',
			rows: [{ day: 3 }, { day: 2, mode: 'fail' }, { day: 2, mode: 'fail' }, { day: 3 }],
			come: [IN, IN, IN, WAITS],
		},
		{
			name: 'all or nothing fails none but the items that are set to it',
			rows: [{ day: 1 }, { day: 1, mode: 'fail' }, { day: 1, mode: 'fail' }],
			come: [IN, FAIL, FAIL],
		},
		{
			name: 'the lowest Monthly Email Limit first',
			rows: [{ month: 4 }, { month: 1 }, { month: 1 }, { month: 1 }],
			come: [IN, IN, WAITS, WAITS],
		},
		{
			name: 'no limit of the month does not free the others of theirs',
			rows: [{ month: 0 }, { month: 1 }, { month: 1 }],
			come: [IN, IN, WAITS],
		},
		{
			name: 'the month before the day',
			rows: [
				{ month: 9, day: 1 },
				{ month: 2, day: 9 },
				{ month: 2, day: 9 },
				{ month: 2, day: 9 },
			],
			come: [WAITS, IN, IN, WAITS],
		},
	])('$name', async ({ rows, come }) => {
		const flow = oneEmail();
		const run = await enrollRows(rows.map((row) => ({ ...row, flow })));

		expect(outcomes(run, rows)).toEqual(come);
		expect(entered(stage(), flow)).toBe(come.filter((one) => one === IN).length);
	});
});

describe('The month is one for all workflows:', () => {
	it('the lowest limit comes first, whichever workflow has it', async () => {
		const [one, other] = [oneEmail(), oneEmail()];
		const rows = [
			{ flow: one, month: 4 },
			{ flow: one, month: 4 },
			{ flow: one, month: 4 },
			{ flow: other, month: 2 },
			{ flow: other, month: 2 },
			{ flow: other, month: 2 },
		];
		const run = await enrollRows(rows);

		expect(outcomes(run, rows)).toEqual([IN, IN, WAITS, IN, IN, WAITS]);
		expect(stage().hubspot.requests.count({ path: '/statistics/list' })).toBe(1);
	});

	it.each([{ months: [3, 3, 3, 3] }, { months: [3, 3, 1, 1] }])(
		'a dry run counts what others would take of it, with limits of $months',
		async ({ months }) => {
			const [one, other] = [oneEmail(), oneEmail()];
			const rows = months.map((month, index) => ({
				flow: index < 2 ? one : other,
				month,
				dry: true,
			}));
			const run = await enrollRows(rows);
			const real = await enrollRows(rows.map((row) => ({ ...row, dry: false })));

			expect(run.json.map((items) => items.length)).toEqual([3, 1, 0, 0]);
			expect(real.json.map((items) => items.length)).toEqual([3, 1, 0, 0]);
		},
	);
});
