import * as fc from 'fast-check';

import { flowEmails } from '../../../../nodes/HubspotWorkflow/sendLimit/flowEmails';
import type { Flow, FlowAction } from '../../../../nodes/shared/hubspot/workflows';
import { DAY, HOUR } from '../../../support/unit/arbitraries';
import { mostEmailsOnAnyWalk, ways, type Drawing } from '../../../support/unit/flowOracle';

const to = (nextActionId: string, edgeType = 'STANDARD') => ({ edgeType, nextActionId });

const single = (
	actionId: string,
	actionTypeId: string,
	fields: Record<string, unknown> = {},
	next?: string,
): FlowAction => ({
	actionId,
	type: 'SINGLE_CONNECTION',
	actionTypeId,
	fields,
	...(next && { connection: to(next) }),
});
const email = (actionId: string, next?: string) =>
	single(actionId, '0-4', { content_id: `9${actionId}` }, next);
const wait = (actionId: string, minutes: number, next: string) =>
	single(actionId, '0-1', { delta: String(minutes), time_unit: 'MINUTES' }, next);

const count = (actions: FlowAction[], startActionId = '1') =>
	flowEmails({ startActionId, actions }).emails.length;

describe('the emails per contact', () => {
	it('are those of a row of actions, each at the sum of the delays before it', () => {
		const flow: Pick<Flow, 'actions' | 'startActionId'> = {
			startActionId: '1',
			actions: [
				email('1', '2'),
				wait('2', 2880, '3'),
				email('3', '4'),
				wait('4', 60, '5'),
				email('5'),
			],
		};
		expect(flowEmails(flow).emails).toEqual([
			{ emailId: '91', offset: 0 },
			{ emailId: '93', offset: 2 * DAY },
			{ emailId: '95', offset: 2 * DAY + HOUR },
		]);
	});

	it('are none where there is no action, or none that sends', () => {
		expect(flowEmails({}).emails).toEqual([]);
		expect(count([single('1', '0-5', {}, '2'), single('2', '0-3')])).toBe(0);
	});

	it.each<[string, Partial<FlowAction>]>([
		['the filters of a branch', { type: 'LIST_BRANCH', listBranches: [{ connection: to('2') }] }],
		['its default', { type: 'LIST_BRANCH', listBranches: [], defaultBranch: to('2') }],
		[
			'a value',
			{ type: 'STATIC_BRANCH', staticBranches: [{ branchValue: 'a', connection: to('2') }] },
		],
		['a test', { type: 'AB_TEST_BRANCH', testBranches: [to('5'), to('2')] }],
		['a go-to', { type: 'SINGLE_CONNECTION', connection: to('2', 'GOTO') }],
		['a kind that is not known yet', { type: 'NEW_BRANCH', ways: { here: { on: [to('2')] } } }],
		['a number as id', { type: 'SINGLE_CONNECTION', connection: { nextActionId: 2 } }],
	])('go on by %s', (_, branch) => {
		expect(count([{ actionId: '1', ...branch }, email('2', '3'), email('3'), email('5')])).toBe(2);
	});

	it('are those of the way with the most of them', () => {
		const branch: FlowAction = {
			actionId: '1',
			type: 'STATIC_BRANCH',
			staticBranches: [{ connection: to('2') }, { connection: to('3') }],
			defaultBranch: to('4'),
		};
		expect(count([branch, email('2', '5'), email('3', '2'), email('4', '5'), email('5')])).toBe(3);
	});

	it('are those of the slowest of several such ways', () => {
		const branch: FlowAction = {
			actionId: '1',
			type: 'STATIC_BRANCH',
			staticBranches: [{ connection: to('2') }],
			defaultBranch: to('3'),
		};
		const { emails } = flowEmails({
			startActionId: '1',
			actions: [branch, email('2'), wait('3', 60, '4'), email('4')],
		});
		expect(emails).toEqual([{ emailId: '94', offset: HOUR }]);
	});

	it('count once in a circle, however often a contact goes round', () => {
		const again: FlowAction = {
			actionId: '3',
			type: 'LIST_BRANCH',
			listBranches: [{ connection: to('1', 'GOTO') }],
			defaultBranch: to('4'),
		};
		expect(count([email('1', '2'), wait('2', 60, '3'), again, email('4')])).toBe(2);
		expect(count([email('1', '1')])).toBe(1);
	});

	it('come late in a circle: after all delays of it', () => {
		const actions = [email('1', '2'), wait('2', 60, '1')];
		expect(flowEmails({ startActionId: '1', actions }).emails).toEqual([
			{ emailId: '91', offset: HOUR },
		]);
	});

	it('are not those of actions that nothing leads to, or of settings that look like a way', () => {
		const settings = { connection: to('2') };
		expect(count([single('1', '0-5', settings), email('2')])).toBe(0);
	});

	it.each<[string, FlowAction]>([
		['an hour of the day', single('1', '0-1', { time_of_day: { hour: 9 } }, '2')],
		['a date', single('1', '0-35', {}, '2')],
		['an event', single('1', '0-29', {}, '2')],
		['a unit that is not known', single('1', '0-1', { delta: '3', time_unit: 'MOONS' }, '2')],
	])('after a wait for %s count as to come for a month', (_, action) => {
		const { emails } = flowEmails({ startActionId: '1', actions: [action, email('2')] });
		expect(emails).toEqual([{ emailId: '92', offset: 31 * DAY }]);
	});

	it.each<[string, FlowAction[]]>([
		['in words', [single('1', '0-1', { delta: 'long', time_unit: 'DAYS' }, '2'), email('2')]],
		['below zero', [wait('1', -5, '2'), email('2')]],
		['of 1e13 minutes', [wait('1', 1e13, '2'), email('2')]],
		[
			'of more than a thousand days in all',
			[wait('1', 600 * 24 * 60, '2'), wait('2', 600 * 24 * 60, '3'), email('3')],
		],
	])('cannot be planned after a wait %s', (_, actions) => {
		expect(() => flowEmails({ startActionId: '1', actions })).toThrow(/planned/);
	});

	it('are found however deep the ways on of an action are nested', () => {
		let nested: unknown = to('2');
		for (let level = 0; level < 200_000; level++) nested = { nested };
		const branch: FlowAction = { actionId: '1', type: 'LIST_BRANCH', nested };
		expect(count([branch, email('2')])).toBe(1);
	});

	it('agree with every way tried one by one, where there is no circle', () => {
		fc.assert(
			fc.property(drawing({ circles: false }), (drawn) => {
				const { emails } = flowEmails(asFlow(drawn));
				const all = ways(drawn);
				const most = Math.max(...all.map((way) => way.offsets.length));
				const longest = all.filter(({ offsets }) => offsets.length === most);
				const slowest = Math.max(...longest.map(({ waited }) => waited));
				expect(
					longest.filter(({ waited }) => waited === slowest).map(({ offsets }) => offsets),
				).toContainEqual(emails.map(({ offset }) => offset));
			}),
		);
	});

	it('agree with the most different emails of any walk, where there are circles', () => {
		fc.assert(
			fc.property(drawing({ circles: true }), (drawn) => {
				expect(flowEmails(asFlow(drawn)).emails).toHaveLength(mostEmailsOnAnyWalk(drawn));
			}),
		);
	});

	it('are found in a workflow of a thousand actions with branches at each step', () => {
		const actions = Array.from(
			{ length: 1000 },
			(_, index): FlowAction => ({
				...email(String(index + 1)),
				defaultBranch: to(String(index + 2)),
				staticBranches: [{ connection: to(String(index + 3)) }],
			}),
		);
		expect(count(actions)).toBe(1000);
	});
});

describe('what else a workflow does', () => {
	const enrolling = single('2', '0-46510720', {
		sequenceId: '40000301',
		senderType: 'CONTACT_OWNER',
		userId: 8100001,
	});

	it('names the workflows it hands contacts on to, once each, and counts none of their emails', () => {
		const actions = [
			single('1', '0-15', { flow_id: 1700000402 }, '2'),
			single('2', '0-15', { flow_id: '1700000402' }, '3'),
			email('3'),
		];
		const found = flowEmails({ startActionId: '1', actions });
		expect(found.continuesIn).toEqual(['1700000402']);
		expect(found.emails).toHaveLength(1);
	});

	it('names the actions that enroll in a sequence', () => {
		const found = flowEmails({ startActionId: '1', actions: [wait('1', 5, '2'), enrolling] });
		expect(found).toMatchObject({
			sequenceEnrollActions: [
				{
					actionId: '2',
					sequenceId: '40000301',
					senderType: 'CONTACT_OWNER',
					userId: '8100001',
				},
			],
			onlyEnrollsInSequence: true,
		});
	});

	it.each<[string, FlowAction]>([
		['email', email('1', '2')],
		['a webhook', { actionId: '1', type: 'WEBHOOK', connection: to('2') }],
	])('does not only enroll where it does more: %s', (_, more) => {
		const found = flowEmails({ startActionId: '1', actions: [more, enrolling] });
		expect(found.onlyEnrollsInSequence).toBe(false);
		expect(found.sequenceEnrollActions).toHaveLength(1);
	});

	it('does not only enroll where it never does', () => {
		expect(flowEmails({ startActionId: '1', actions: [] }).onlyEnrollsInSequence).toBe(false);
	});
});

/** Up to seven actions, the first of which is where contacts begin. */
const drawing = ({ circles }: { circles: boolean }): fc.Arbitrary<Drawing> =>
	fc.integer({ min: 1, max: 7 }).chain((size) =>
		fc.tuple(
			...Array.from({ length: size }, (_, index) =>
				fc.record({
					kind: fc.constantFrom<'email' | 'wait' | 'other'>('email', 'wait', 'other'),
					next: fc.uniqueArray(
						fc.integer({ min: circles ? 0 : Math.min(index + 1, size), max: size }),
						{ maxLength: 3 },
					),
				}),
			),
		),
	);

/** Action `size` does not exist: a way that leads nowhere. */
const asFlow = (drawn: Drawing) => ({
	startActionId: '0',
	actions: drawn.map(({ kind, next }, index): FlowAction => {
		const [first, ...others] = next.map((target) => to(String(target)));
		return {
			actionId: String(index),
			...(kind === 'email' && { actionTypeId: '0-4', fields: { content_id: String(index) } }),
			...(kind === 'wait' && { actionTypeId: '0-1', fields: { delta: '1', time_unit: 'HOURS' } }),
			defaultBranch: first,
			listBranches: others.map((connection) => ({ connection })),
		};
	}),
});
