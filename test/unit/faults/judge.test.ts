import type { IDataObject } from 'n8n-workflow';

import { judgeItems } from '../../../tools/faults/judgeItems';
import { judgeTwice } from '../../../tools/faults/judgeTwice';
import { judgeWords } from '../../../tools/faults/judgeWords';
import { drawStory } from '../../../tools/faults/drawStory';
import type { Played, RunRecord } from '../../../tools/faults/played';
import type { Run, Story } from '../../../tools/faults/story';
import { World } from '../../../tools/faults/world';
import { Stage } from '../../support/n8n/stage';
import { ENROLLED, FAILED, HELD } from '../../support/outputs';

const NOW = Date.parse('2026-11-24T09:00:00.000Z');
const STORY: Story = {
	...drawStory(1),
	node: 'sequence',
	hubspot: { requireToken: false, pace: null, firstStep: 'atOnce', propertyLagMs: 0 },
	emails: [1],
	people: ['fresh', 'fresh'],
	acts: [],
};
const RUN: Run = {
	operation: 'enroll',
	items: [{ person: 0, by: 'id' }],
	parameters: {},
	options: {},
	onError: 'continueErrorOutput',
	tries: 1,
	worker: 0,
	startsAfter: 0,
};

let stage: Stage;
let world: World;
beforeEach(async () => {
	stage = await Stage.open({ clock: () => NOW });
	world = new World(stage, STORY);
});
afterEach(async () => await stage.close());

type Answer = [output: number, json: IDataObject];

const recordOf = (answers: Answer[], given: Partial<RunRecord> = {}): RunRecord => {
	const outputs = [ENROLLED, HELD, 2, FAILED].map((output) =>
		answers.filter(([by]) => by === output).map(([, json]) => ({ json, pairedItem: { item: 0 } })),
	);
	const result = {
		outputs,
		json: outputs.map((items) => items.map(({ json }) => json)),
		hints: [],
	};
	return {
		run: RUN,
		act: 0,
		token: 'token-1',
		began: NOW,
		ended: NOW,
		before: new Map(),
		result: result as Partial<RunRecord['result']> as RunRecord['result'],
		...given,
	};
};

const played = (...records: RunRecord[]) =>
	({ story: STORY, world, records, hits: [] }) as Partial<Played> as Played;

/** Enrolls the first contact for the run of this token. */
async function enroll(token = 'token-1'): Promise<void> {
	const [{ userId, email }] = world.reps;
	const answer = await fetch(
		`${stage.hubspot.url}/automation/sequences/2026-09/enrollments?userId=${userId}`,
		{
			method: 'POST',
			headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
			body: JSON.stringify({
				contactId: world.contacts[0].id,
				sequenceId: world.target.id,
				senderEmail: email,
			}),
		},
	);
	expect(answer.status).toBe(200);
}

const kinds = (findings: Array<{ kind: string }>) => findings.map(({ kind }) => kind);

const UNKNOWN = { error: 'It is not known whether HubSpot enrolled the contact' };

it.each<[name: string, answers: Answer[], kind: string[]]>([
	['once', [[ENROLLED, { outcome: 'enrolled' }]], []],
	['not at all', [], ['an item is lost']],
	[
		'twice',
		[
			[ENROLLED, { outcome: 'enrolled' }],
			[HELD, { outcome: 'held' }],
		],
		['an item is doubled'],
	],
])('an item leaves %s', (_, answers, kind) => {
	expect(kinds(judgeItems(played(recordOf(answers))))).toEqual(kind);
});

describe('What is said of a contact that was', () => {
	it.each<[said: string, answer: Answer, kind: string[]]>([
		['enrolled', [ENROLLED, { outcome: 'enrolled' }], []],
		['held', [HELD, { outcome: 'held' }], ['"held", and was enrolled']],
		['an error', [FAILED, { error: 'HubSpot rejected it' }], ['"failed", and was enrolled']],
		['that nobody knows', [FAILED, UNKNOWN], []],
	])('enrolled: %s', async (_, answer, kind) => {
		await enroll();
		expect(kinds(judgeWords(played(recordOf([answer]))))).toEqual(kind);
	});

	it.each<[said: string, answer: Answer, kind: string[]]>([
		['enrolled', [ENROLLED, { outcome: 'enrolled' }], ['"enrolled", and is not']],
		['held', [HELD, { outcome: 'held' }], []],
		['an error', [FAILED, { error: 'HubSpot rejected it' }], []],
	])('not enrolled: %s', (_, answer, kind) => {
		expect(kinds(judgeWords(played(recordOf([answer]))))).toEqual(kind);
	});

	it('enrolled by a rep: enrolled', () => {
		world.act({ person: 0, does: 'is enrolled by a rep' });
		const [{ id }] = world.byHand;
		const record = recordOf([[ENROLLED, { outcome: 'enrolled', enrollmentId: id }]]);
		expect(kinds(judgeWords(played(record)))).toEqual([
			'an enrollment of somebody else passes for ours',
		]);
	});
});

describe('A contact is enrolled twice', () => {
	const enrolled = (given: Partial<RunRecord>) =>
		recordOf([[ENROLLED, { outcome: 'enrolled' }]], given);
	const second = { token: 'token-2' };

	it.each<[how: string, records: () => RunRecord[], kind: string[]]>([
		['in one run', () => [enrolled({})], ['enrolled twice in one run']],
		[
			'by two at once',
			() => [enrolled({}), enrolled(second)],
			['enrolled twice by two runs at once'],
		],
		['by a run that was asked to', () => [enrolled({}), enrolled({ ...second, act: 1 })], []],
		[
			'after a crash',
			() => [enrolled({ crashed: true }), enrolled({ ...second, act: 1 })],
			['enrolled twice after a crash'],
		],
		[
			'after nobody knew',
			() => [recordOf([[FAILED, UNKNOWN]]), enrolled({ ...second, act: 1 })],
			['enrolled twice after a run that said "unknown"'],
		],
	])('%s', async (_, records, kind) => {
		const all = records();
		await enroll('token-1');
		await enroll(all.length > 1 ? 'token-2' : 'token-1');
		expect(kinds(judgeTwice(played(...all)))).toEqual(kind);
	});
});
