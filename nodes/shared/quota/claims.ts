import { partition } from 'lodash';

import { withGroups, type Claim, type OwedGroup, type OwedRow } from './owed';
import { SEARCH_LAG_MS } from './window';

/** What is enrolled in what. */
export interface Target {
	/** The id of a sequence or a workflow. */
	targetId: string;
	contactId: string;
}

export const targetKey = ({ targetId, contactId }: Target): string => `${targetId} ${contactId}`;

/** The mark of a run that could not know what came of it, and is over. */
export const NOBODY = '';

/** Whether the run may be at it still: from reserving room to enrolling it may take minutes. */
export const isUnderWay = ({ by, at }: Claim, now: number): boolean =>
	by !== NOBODY && at > now - SEARCH_LAG_MS;

/** Nobody asks after this time what came of a run that was stopped: over a week end, and a day. */
const LONGEST_CLAIM_MS = 4 * 24 * 60 * 60 * 1000;

/** The claims that other runs have on the same contacts and targets. */
export function claimsOf<T extends Target>(
	{ groups }: OwedRow,
	targets: readonly T[],
	own: string,
): Map<T, Claim> {
	const foreign = groups.filter(({ claim }) => claim && claim.by !== own);
	const claims = new Map<string, Claim>();
	for (const { targetId, claim, members } of foreign) {
		for (const [contactId] of members) {
			if (claim) claims.set(targetKey({ targetId, contactId }), claim);
		}
	}
	const found = new Map<T, Claim>();
	if (claims.size === 0) return found;
	for (const target of targets) {
		const claim = claims.get(targetKey(target));
		if (claim) found.set(target, claim);
	}
	return found;
}

/**
 * Says what has become of claims.
 * @param change the claim that is left, or undefined where it is known what came of it; the same claim
 * where there is no news
 */
export function changeClaims(
	row: OwedRow,
	change: (claim: Claim, target: Target) => Claim | undefined,
): OwedRow {
	let isChanged = false;
	const groups = row.groups.flatMap((group): OwedGroup[] => {
		const { claim, targetId, members } = group;
		if (!claim) return [group];
		const changed = members.map((member): OwedGroup => {
			const next = change(claim, { targetId, contactId: member[0] });
			return { ...group, claim: next, members: [member] };
		});
		if (changed.every((one) => one.claim === claim)) return [group];
		isChanged = true;
		return changed;
	});
	return isChanged ? withGroups(row, groups) : row;
}

/** Without claims that are too old to matter. The same row where there are none. */
export function pruneClaims(row: OwedRow, now: number): OwedRow {
	const isOld = ({ at }: Claim) => at <= now - LONGEST_CLAIM_MS;
	if (!row.groups.some(({ claim }) => claim && isOld(claim))) return row;
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
