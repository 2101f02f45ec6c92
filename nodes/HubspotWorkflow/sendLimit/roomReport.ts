import { maxBy } from 'lodash';

import { monthOf, type MonthUsage } from './month';
import { isoMinute } from '../../shared/quota/localTime';
import { RollingRoom } from '../../shared/quota/rollingRoom';
import { usedAt, type Span } from '../../shared/quota/window';

/** What one limit says of the contacts that are to be enrolled. */
export interface Fit {
	fits: number;
	/** ISO instant at which the last of them fits; null where all fit now, or one never will. */
	restFitsAt: string | null;
}

interface DayQuestion {
	/** Enrollments of this workflow. */
	enrolled: readonly Span[];
	limit: number;
	contacts: number;
	now: number;
	timeZone: string;
}

/** The cap of enrollments per rolling 24 hours. */
export function reportDay({ enrolled, limit, contacts, now, timeZone }: DayQuestion) {
	const room = new RollingRoom(enrolled, limit, now);
	const [used, remaining] = [usedAt(enrolled, now), room.left];
	const next = room.earliest(now);
	const fits = Math.min(contacts, remaining);
	let last: number | undefined = now;
	for (let taken = 0; taken < contacts && last !== undefined; taken++) {
		last = room.earliest(last);
		if (last !== undefined) room.take(last);
	}
	const isoOf = (at: number | undefined) => (at === undefined ? null : isoMinute(at, timeZone));
	const fit: Fit = { fits, restFitsAt: fits < contacts ? isoOf(last) : null };
	return { daily: { limit, used, remaining, nextAvailableAt: isoOf(next) }, fit };
}

interface MonthQuestion {
	usage: MonthUsage;
	limit: number;
	emailsPerContact: number;
	contacts: number;
	now: number;
	/** Of the HubSpot account. */
	timeZone: string;
}

/** The marketing emails of the calendar month. */
export function reportMonth(question: MonthQuestion) {
	const { usage, limit, emailsPerContact, contacts, now, timeZone } = question;
	const remaining = Math.max(0, limit - usage.sent - usage.planned);
	const roomIn = (emails: number) =>
		emailsPerContact === 0 ? Infinity : Math.floor(emails / emailsPerContact);
	const fits = Math.min(contacts, roomIn(remaining));
	const months = Math.ceil((contacts - fits) / roomIn(limit));
	const hasEnd = fits < contacts && Number.isFinite(months);
	const { resetsAt } = monthOf(now, timeZone);
	const fit: Fit = {
		fits,
		restFitsAt: hasEnd ? monthOf(now, timeZone, months - 1).resetsAt : null,
	};
	return { monthly: { limit, ...usage, remaining, resetsAt }, fit };
}

/** Contacts need room under every limit. */
export function joinFits(contacts: number, limits: Fit[]) {
	const fits = Math.min(contacts, ...limits.map((limit) => limit.fits));
	const tight = limits.filter((limit) => limit.fits < contacts);
	const never = tight.some(({ restFitsAt }) => restFitsAt === null);
	const last = maxBy(tight, ({ restFitsAt }) => Date.parse(restFitsAt ?? ''));
	return {
		fits,
		wouldHold: contacts - fits,
		restFitsAt: never ? null : (last?.restFitsAt ?? null),
	};
}
