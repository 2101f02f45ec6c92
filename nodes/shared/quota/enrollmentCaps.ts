import { domainMark } from './enrollee';
import { spanOfHour } from './hours';
import { sizeOfGroup, type OwedRow } from './owed';
import type { Span } from './window';

/** When the enrollments of a row were made, for the cap on those of an inbox: by the hour. */
export const enrollmentsMade = ({ groups }: OwedRow): Span[] =>
	groups.flatMap((group) => Array<Span>(sizeOfGroup(group)).fill(spanOfHour(group.hour)));

/** The same of one company, by its domain in any case. */
export function enrollmentsByDomain({ groups }: OwedRow): (domain: string) => readonly Span[] {
	const byMark = new Map<string, Span[]>();
	for (const { hour, members } of groups) {
		const span = spanOfHour(hour);
		for (const [, , mark] of members) {
			const spans = byMark.get(mark);
			if (spans) spans.push(span);
			else byMark.set(mark, [span]);
		}
	}
	return (domain) => byMark.get(domainMark(domain)) ?? [];
}
