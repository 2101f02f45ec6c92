import { groupsOf } from '../groups';
import type { Enrollee } from './enrollee';
import { withGroups, type Claim, type OwedGroup, type OwedRow } from './owed';
import type { Schedule } from './schedule';

/** An enrollment, and how far it has come; what is missing at the end is none. */
export type PackedMember = readonly [
	...enrollee: Enrollee,
	seen?: number,
	/** Hour of the last email seen, and how many were seen in it; null and 1 for none. */
	last?: number | null,
	inLast?: number,
	left?: number,
];

/** Enrollments in one sequence, made in the same hour. */
interface PackedGroup {
	source: string;
	schedule: string;
	hour: number;
	members: readonly PackedMember[];
	others?: number | undefined;
	/** No run has said yet what came of them. */
	claim?: Claim | undefined;
}

/**
 * A row as it stands in the ledger. Who was enrolled together goes on at different hours, so that how far
 * each has come takes less room with each than in groups of their own.
 */
export interface PackedRow {
	schedules: Readonly<Record<string, Schedule>>;
	enrollments: readonly PackedGroup[];
	lookedAt?: number | undefined;
}

export function packRow(row: OwedRow): PackedRow {
	const { schedules, groups, lookedAt } = row;
	const together = groupsOf(groups, ({ targetId, schedule, hour, claim }) =>
		[targetId, schedule, hour, claim?.by, claim?.at].join(' '),
	);
	const enrollments = together.map((alike): PackedGroup => {
		const [{ targetId, schedule, hour, claim }] = alike;
		const others = alike.reduce((sum, group) => sum + group.others, 0);
		const members = alike.flatMap(packMembers);
		const packed = { source: targetId, schedule, hour, members, ...(claim && { claim }) };
		return others > 0 ? { ...packed, others } : packed;
	});
	return { schedules, enrollments, ...(lookedAt !== undefined && { lookedAt }) };
}

function packMembers({ members, seen, last, inLast = 1, left }: OwedGroup): PackedMember[] {
	return members.map((member) => {
		if (left !== undefined) return [...member, seen, last ?? null, inLast, left];
		if (inLast > 1) return [...member, seen, last ?? null, inLast];
		return last === undefined ? member : [...member, seen, last];
	});
}

export function unpackRow({ schedules, enrollments, lookedAt }: PackedRow): OwedRow {
	const groups = enrollments.flatMap(({ source, schedule, hour, members, others = 0, claim }) => {
		const group = { targetId: source, schedule, hour, ...(claim && { claim }) };
		return [
			...members.map((member) => ({ ...group, ...unpackMember(member) })),
			...(others > 0 ? [{ ...group, seen: 0, members: [], others }] : []),
		];
	});
	const row = lookedAt === undefined ? { schedules, groups } : { schedules, groups, lookedAt };
	return withGroups(row, groups);
}

function unpackMember(
	member: PackedMember,
): Omit<OwedGroup, 'targetId' | 'schedule' | 'hour' | 'claim'> {
	const [contactId, address, domain, seen = 0, last = null, inLast = 1, left] = member;
	return {
		seen,
		...(last !== null && { last }),
		...(inLast > 1 && { inLast }),
		...(left !== undefined && { left }),
		members: [[contactId, address, domain]],
		others: 0,
	};
}
