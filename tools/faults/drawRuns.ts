import type { INodeParameters } from 'n8n-workflow';

import type { Random } from '../trace/random';
import { CALLS_OF } from './calls';
import { EFFECT_NAMES } from './effects';
import type { Act, ByHand, Fault, Item, Operation, Outage, Run, Story } from './story';

type Runs = Extract<Act, { kind: 'runs' }>;

const OPERATIONS: readonly Operation[] = [
	...Array<Operation>(6).fill('enroll'),
	...Array<Operation>(3).fill('unenroll'),
	'status',
	'checkSendLimit',
];

/** @param before the runs of the act before: the same items may come again */
export function drawRuns(random: Random, story: Story, before: Runs | undefined): Runs {
	const again = before && random.chance(0.5) ? before.runs[0] : undefined;
	const first = drawRun(random, story, again);
	const runs = [first];
	if (random.chance(0.2)) {
		const second = drawRun(random, story, first);
		// A crash is of one process, with all that runs in it.
		for (const run of [first, second]) delete run.crashAfter;
		const isOther = random.chance(0.5);
		runs.push({
			...second,
			worker: isOther ? 1 : 0,
			startsAfter: random.pick([0, 0, 100, 1_000, 5_000]),
		});
	}
	const meanwhile = { ...drawByHand(random, story), after: random.whole(3, 12) };
	return {
		kind: 'runs',
		runs,
		faults: drawSome(random, [0, 1, 1, 1, 2, 2, 3], () => drawFault(random, story)),
		outages: drawSome(random, [0, 0, 0, 0, 1, 2], () => drawOutage(random)),
		...(random.chance(0.1) && { meanwhile }),
	};
}

export const drawByHand = (random: Random, { people }: Pick<Story, 'people'>): ByHand => ({
	person: random.whole(0, people.length - 1),
	does: random.pick(['is enrolled by a rep', 'is taken out by a rep', 'replies']),
});

const drawSome = <T>(random: Random, counts: readonly number[], draw: () => T): T[] =>
	Array.from({ length: random.pick(counts) }, draw);

const drawFault = (random: Random, { node }: Story): Fault => ({
	call: random.pick(CALLS_OF[node]),
	effect: random.pick(EFFECT_NAMES),
	skip: random.pick([0, 0, 0, 1, 2]),
	times: random.pick([1, 1, 1, 2, 3, 1_000]),
});

const drawOutage = (random: Random): Outage => ({
	after: random.whole(0, 8),
	kind: random.pick(['fails', 'loses its answer', 'is changed by others']),
	times: random.pick([1, 1, 2, 5, 1_000]),
});

function drawRun(random: Random, story: Story, like: Run | undefined): Run {
	const operation = like && random.chance(0.7) ? like.operation : random.pick(OPERATIONS);
	const keepsHow = like?.operation === operation;
	const isTriedAgain = random.chance(0.2);
	return {
		operation,
		items: like ? like.items : drawItems(random, story),
		parameters: keepsHow ? like.parameters : drawParameters(random, story, operation),
		options: keepsHow ? like.options : drawOptions(random, story, operation),
		onError: random.pick([
			'continueErrorOutput',
			'continueErrorOutput',
			'continueRegularOutput',
			'stopWorkflow',
		]),
		tries: isTriedAgain ? random.whole(2, 3) : 1,
		...(random.chance(0.06) && { cancelAfter: random.whole(2, 14) }),
		...(random.chance(0.06) && { crashAfter: random.whole(4, 14) }),
		worker: 0,
		startsAfter: 0,
	};
}

function drawItems(random: Random, { people }: Story): Item[] {
	const all = people.map((_, person): Item => ({ person, by: random.pick(['id', 'email']) }));
	const some = all.filter(() => random.chance(0.85));
	const again = random.chance(0.2) ? [{ ...random.pick(all), by: random.pick(BY) }] : [];
	const nobody: Item[] = random.chance(0.15) ? [{ person: 'nobody', by: random.pick(BY) }] : [];
	const items = [...some, ...again, ...nobody];
	return items.length > 0 ? items : all;
}

const BY = ['id', 'email'] as const;

function drawParameters(random: Random, story: Story, operation: Operation): INodeParameters {
	const mode = { sendLimitMode: random.pick(['hold', 'hold', 'hold', 'fail', 'warn', 'off']) };
	if (story.node === 'sequence') {
		if (operation === 'unenroll') return { unenrollMethod: 'bridgeWorkflow' };
		if (operation === 'status') return {};
		const senderMode =
			operation === 'enroll'
				? random.pick(['user', 'user', 'rotate', 'contactOwner'])
				: random.pick(['user', 'rotate']);
		return { senderMode, ...(operation === 'enroll' && mode) };
	}
	if (operation === 'status') return {};
	const cap = { enrollmentsPerDay: random.pick([0, 0, story.limit]) };
	if (operation === 'checkSendLimit') return cap;
	const method = random.pick(['direct', 'direct', 'list', 'property']);
	return operation === 'enroll' ? { method, ...cap, ...mode } : { method };
}

function drawOptions(random: Random, { node }: Story, operation: Operation): INodeParameters {
	const common = {
		...(random.chance(0.5) && { concurrency: random.whole(1, 5) }),
		...(random.chance(0.08) && { dryRun: true }),
	};
	if (operation === 'checkSendLimit') return {};
	if (operation === 'status') return {};
	const watch = { waitSeconds: random.pick([10, 180]), pollSeconds: random.pick([2, 6]) };
	if (operation === 'unenroll') return node === 'sequence' ? { ...common, ...watch } : common;
	return {
		...common,
		...(random.chance(0.3) && { skipIneligible: false }),
		...(random.chance(0.2) && { verify: true }),
		...(random.chance(0.2) && { maxPerRun: random.whole(1, 3) }),
		...(random.chance(0.3) && { ledgerUnavailable: 'useHubSpotCount' }),
		...(node === 'sequence' && {
			...watch,
			alreadyEnrolled: random.pick(['skip', 'skip', 'fail', 'replace']),
			...(random.chance(0.15) && { cooldownDays: 2 }),
			...(random.chance(0.15) && { maxPerDomain: 2 }),
		}),
	};
}
