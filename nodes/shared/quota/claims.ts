import { partition } from 'lodash';

import { spanOfHour } from './hours';
import { withGroups, type Claim, type OwedGroup, type OwedRow } from './owed';
import { endsAtOnce, type Schedule } from './schedule';
import { SEARCH_LAG_MS } from './window';

/** What is enrolled in what. */
export interface Target {
	/** The id of a sequence or a workflow. */
	targetId: string;
	contactId: string;
	/** When the last enrollment of the contact in it began that HubSpot showed, ms since epoch. */
	shown?: number | undefined;
}

export const targetKey = ({ targetId, contactId }: Target): string => `${targetId} ${contactId}`;

/** The mark of a run that could not know what came of it, and is over. */
export const NOBODY = '';

/**
 * Marks of an enrollment that is made: one that the items of its run have said, and one that ended at once
 * and that nobody was told of, as its run was stopped. Nothing in HubSpot keeps anybody from making that again.
 */
const [SAID, UNSAID] = ['done', 'untold'];

export const isMade = ({ by }: Claim): boolean => by === SAID || by === UNSAID;

/** Whether the items of a run have said it. */
export const isSaid = ({ by }: Claim): boolean => by === SAID;

/** Whether the run may be at it still: from reserving room to enrolling it may take minutes. */
export const isUnderWay = ({ by, at }: Claim, now: number): boolean =>
	by !== NOBODY && at > now - SEARCH_LAG_MS;

/** Nobody asks after this time what came of a run that was stopped: over a week end, and a day. */
const LONGEST_CLAIM_MS = 4 * 24 * 60 * 60 * 1000;

/** No run takes so long that it would not see what was said so long ago. */
const LONGEST_RUN_MS = 4 * 60 * 60 * 1000;

/** The run that asks. */
export interface AskingRun {
	/** Of its own claims. */
	mark: string;
	/** It has seen what was made until then, ms since epoch. */
	sees: number;
}

/** The claims that other runs have on the same contacts and targets. */
export function claimsOf<T extends Target>(
	row: OwedRow,
	targets: readonly T[],
	{ mark, sees }: AskingRun,
): Map<T, Claim> {
	const foreign = row.groups.filter(({ claim, left }) => {
		if (!claim || claim.by === mark || (isMade(claim) && left !== undefined)) return false;
		return !isSaid(claim) || claim.at > sees;
	});
	const claims = new Map<string, OwedGroup>();
	for (const group of foreign) {
		const { targetId, members } = group;
		for (const [contactId] of members) claims.set(targetKey({ targetId, contactId }), group);
	}
	const found = new Map<T, Claim>();
	if (claims.size === 0) return found;
	for (const target of targets) {
		const group = claims.get(targetKey(target));
		if (group?.claim && !isShown(row, group, target)) found.set(target, group.claim);
	}
	return found;
}

/** Whether HubSpot showed an enrollment that is made to the run that asks, and that it has ended. */
function isShown({ schedules }: OwedRow, { claim, hour, schedule }: OwedGroup, { shown }: Target) {
	if (!claim || !isMade(claim) || shown === undefined) return false;
	const of = schedules[schedule];
	return of !== undefined && !endsAtOnce(of) && shown >= spanOfHour(hour).from;
}

/** What is left of the claim on an enrollment that is made. `said`: by the item of a run. */
export const madeClaim = (schedule: Schedule, said: boolean, now: number): Claim => ({
	by: said || !endsAtOnce(schedule) ? SAID : UNSAID,
	at: now,
});

/**
 * Says what has become of claims.
 * @param change the claim that is left, or undefined where it is known what came of it; the same claim
 * where there is no news
 */
export function changeClaims(
	row: OwedRow,
	change: (claim: Claim, target: Target, schedule: Schedule | undefined) => Claim | undefined,
): OwedRow {
	let isChanged = false;
	const groups = row.groups.flatMap((group): OwedGroup[] => {
		const { claim, targetId, members } = group;
		if (!claim) return [group];
		const schedule = row.schedules[group.schedule];
		const next = members.map(([contactId]) => change(claim, { targetId, contactId }, schedule));
		if (next.every((one) => one === claim)) return [group];
		isChanged = true;
		return members.map((member, order) => ({ ...group, claim: next[order], members: [member] }));
	});
	return isChanged ? withGroups(row, groups) : row;
}

/** Without claims that are too old to matter. The same row where there are none. */
export function pruneClaims(row: OwedRow, now: number): OwedRow {
	const isOld = (claim: Claim) =>
		claim.at <= now - (isSaid(claim) ? LONGEST_RUN_MS : LONGEST_CLAIM_MS);
	return changeClaims(row, (claim) => (isOld(claim) ? undefined : claim));
}

/** Enrollments of a run that asks for them again: its write came through, and it was not told. */
export function withoutOwn(row: OwedRow, targets: readonly Target[], own: string): OwedRow {
	const [mine, others] = partition(row.groups, ({ claim }) => claim?.by === own);
	if (mine.length === 0) return row;
	const asked = new Set(targets.map(targetKey));
	const isAsked = (targetId: string, contactId: string) =>
		asked.has(targetKey({ targetId, contactId }));
	if (!mine.some(({ targetId, members }) => members.some(([id]) => isAsked(targetId, id))))
		return row;
	const left = mine.map((group) => ({
		...group,
		members: group.members.filter(([id]) => !isAsked(group.targetId, id)),
	}));
	return withGroups(row, [...others, ...left]);
}
