import { range } from 'lodash';

import { CALLS_OF } from '../../../tools/faults/calls';
import { drawStory } from '../../../tools/faults/drawStory';
import { EFFECT_NAMES } from '../../../tools/faults/effects';
import type { Act } from '../../../tools/faults/story';
import { tell } from '../../../tools/faults/tell';

const stories = range(1, 1_001).map(drawStory);
const acts = stories.flatMap((story) => story.acts);
const runsActs = acts.filter((act): act is Extract<Act, { kind: 'runs' }> => act.kind === 'runs');
const runs = runsActs.flatMap((act) => act.runs);
const faults = runsActs.flatMap((act) => act.faults);

it('a seed draws the same story each time', () => {
	expect(drawStory(17)).toEqual(drawStory(17));
	expect(drawStory(17)).not.toEqual(drawStory(18));
});

it.each([
	[
		'operation',
		['enroll', 'unenroll', 'status', 'checkSendLimit'],
		runs.map((one) => one.operation),
	],
	['effect', EFFECT_NAMES, faults.map(({ effect }) => effect)],
	['call', [...CALLS_OF.sequence, ...CALLS_OF.workflow], faults.map(({ call }) => call)],
	['act', ['runs', 'wait', 'restart', 'by hand'], acts.map(({ kind }) => kind)],
	[
		'outage',
		['fails', 'loses its answer', 'is changed by others'],
		runsActs.flatMap(({ outages }) => outages.map(({ kind }) => kind)),
	],
])('a thousand stories have every %s', (_, all, drawn) => {
	expect([...new Set<string>(drawn)].sort()).toEqual([...new Set<string>(all)].sort());
});

it.each([
	['run at the same time', runsActs.some((act) => act.runs.length > 1)],
	['are cancelled', runs.some(({ cancelAfter }) => cancelAfter !== undefined)],
	['die', runs.some(({ crashAfter }) => crashAfter !== undefined)],
	['are tried again', runs.some(({ tries }) => tries > 1)],
	['are in another process', runs.some(({ worker }) => worker === 1)],
])('some executions %s', (_, isSo) => {
	expect(isSo).toBe(true);
});

it('a crash is of one execution alone', () => {
	const together = runsActs.filter((act) => act.runs.length > 1).flatMap((act) => act.runs);
	expect(together.filter(({ crashAfter }) => crashAfter !== undefined)).toEqual([]);
});

it('a story can be told', () => {
	const told = tell(drawStory(17)).join('\n');
	expect(told).toContain('seed 17: the HubSpot');
	expect(told).not.toMatch(/undefined|\[object/);
});
