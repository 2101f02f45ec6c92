import { HOSTS, type Settings } from '../hubspot';
import { Random } from '../trace/random';
import { drawByHand, drawRuns } from './drawRuns';
import type { Act, PersonState, Story } from './story';

const STATES: readonly PersonState[] = [
	'fresh',
	'fresh',
	'fresh',
	'fresh',
	'in the target',
	'in another sequence',
	'was in the target',
	'opted out',
	'bounced',
	'without an address',
];

/** Draws the story of a seed. */
export function drawStory(seed: number): Story {
	const random = new Random(`story ${seed}`);
	const node = random.chance(0.7) ? 'sequence' : 'workflow';
	const people = Array.from({ length: random.whole(2, 7) }, () => random.pick(STATES));
	const story: Story = {
		seed,
		node,
		hubspot: drawHubspot(random),
		emails: Array.from({ length: random.pick([1, 1, 2, 3]) }, () => random.whole(1, 4)),
		reEnroll: random.chance(0.6),
		stays: random.chance(0.5),
		limit: random.pick([1, 2, 3, 5, 500]),
		people,
		tables: random.chance(0.9),
		latency: random.pick([0, 0, 40, 400]),
		acts: [],
	};
	story.acts = drawActs(random, story);
	return story;
}

function drawHubspot(random: Random): Partial<Settings> {
	return {
		overLimit: random.pick(['allow', 'allow', 'refuse', 'silent', 'delay']),
		versions: HOSTS[random.pick(['all', 'all', 'dated', 'old'] as const)],
		noEnrollmentAnswer: random.pick(['notFound', 'noContent', 'empty', 'null', 'emptyObject']),
		endedEnrollmentAnswer: random.pick(['returned', 'gone']),
		sequenceErrorField: random.pick(['subCategory', 'errorType', 'errorsSubCategory', 'message']),
		propertyLagMs: random.pick([0, 0, 1_000, 5_000]),
		searchLagMs: random.pick([0, 5_000, 5 * 60_000]),
		bridgeDelayMs: random.pick([0, 2_000, 80_000]),
		delays: random.pick(['weekdaysFromStep', 'weekdaysFromStep', 'fromStep', 'fromEnrollment']),
		firstStep: random.pick(['atOnce', 'atOnce', 'sendWindow']),
		instant: random.pick(['anywhere', 'whenDue']),
		pace: random.pick([{ perMinute: 3 }, { everySeconds: 30 }, null]),
		seed: random.whole(1, 1_000),
		v2StatusShape: random.pick(['array', 'object']),
		v2AlreadyIn: random.pick([204, 400, 409]),
		v2NotIn: random.pick([204, 404]),
		usersOtherThanToken: true,
		requireToken: false,
	};
}

function drawActs(random: Random, story: Story): Act[] {
	const acts: Act[] = [];
	const count = random.whole(1, 3);
	for (let order = 0; order < count; order++) {
		if (order > 0 && random.chance(0.35)) acts.push({ kind: 'wait', hours: random.pick(HOURS) });
		if (order > 0 && random.chance(0.15)) acts.push({ kind: 'restart' });
		if (random.chance(0.15)) acts.push({ kind: 'by hand', ...drawByHand(random, story) });
		const before = acts.findLast((act) => act.kind === 'runs');
		acts.push(drawRuns(random, story, before));
	}
	return acts;
}

const HOURS = [1, 3, 20, 25, 72, 120];
