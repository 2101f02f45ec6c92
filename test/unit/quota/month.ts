/**
 * Five weeks of one sender, hour by hour, who has always more to enroll than fits: what the guard lets
 * through, and what HubSpot then sends under its true reading.
 */
import { sortedIndex } from 'lodash';

import { enrolleeOf } from '../../../nodes/shared/quota/enrollee';
import { learn, NO_EVIDENCE, possibleReadings } from '../../../nodes/shared/quota/learning';
import { look } from '../../../nodes/shared/quota/look';
import {
	addEnrollments,
	cancelRest,
	logFrom,
	NOTHING_OWED,
	pruneOwed,
	type NewEnrollment,
	type OwedRow,
} from '../../../nodes/shared/quota/owed';
import { readingName, READINGS, type Reading } from '../../../nodes/shared/quota/readings';
import type { Schedule } from '../../../nodes/shared/quota/schedule';
import { atOnce } from '../../../nodes/shared/quota/steps';
import { Plans } from '../../../nodes/shared/quota/underReadings';
import { DAY, HOUR } from '../../support/unit/arbitraries';
import { officeSchedule } from '../../support/unit/schedules';
import { Inbox } from './account';

/** A Monday, midnight. */
const START = Date.UTC(2026, 10, 30);
const LIMIT = 100;
const RESERVE = 15;
const DAYS = 35;
const PER_HOUR = 6;

const SEQUENCES: Schedule[] = [
	[0, 3, 3],
	[0, 1, 1, 1],
	[0, 2, 5],
	[0, 4, 5, 7],
].map((days) => officeSchedule(days));

export interface Month {
	/** Sends beyond the limit of any 24 hours. */
	over: number;
	/** The most that any 24 hours held. */
	peak: number;
	/** Share of the limit less the reserve that the fullest window of a week day held, weeks one and two. */
	early: number;
	/** The same from week four on. */
	late: number;
	enrolled: number;
	/** Names of the readings left at the end. */
	left: string[];
}

export interface Customs {
	truth: Reading;
	/** The guard is told the truth; else it learns. */
	told: boolean;
	pace?: number;
	seed?: number;
}

export function month({ truth, told, pace = 0, seed = 1 }: Customs): Month {
	const inbox = new Inbox({ reading: truth, replies: 0.03, pace, seed });
	const plansOf = new Map<string, Plans>();
	let row: OwedRow = NOTHING_OWED;
	let evidence = NO_EVIDENCE;
	let [waiting, enrolled] = [0, 0];

	const enroll = (now: number) => {
		const from = logFrom(row, now);
		const shown = look(row, inbox.log.slice(firstFrom(inbox, from)), now);
		evidence = learn(evidence, shown.sightings);
		row = pruneOwed(
			cancelRest(shown.row, ([contact]) => inbox.left.has(contact), now),
			now,
		);
		const readings = told ? [truth] : possibleReadings(evidence);
		const key = readings.map(readingName).join();
		const plans = plansOf.get(key) ?? new Plans(readings);
		plansOf.set(key, plans);
		const room = { limit: LIMIT, reserve: RESERVE };
		const load = atOnce(plans.loadOf(row, shown, room, now));
		const fitting: NewEnrollment[] = [];
		while (waiting > 0) {
			const which = enrolled % SEQUENCES.length;
			const schedule = SEQUENCES[which];
			if (!load.tryTake(plans.of(schedule), now)) break;
			waiting--;
			enrolled++;
			const contact = String(enrolled);
			inbox.enroll(contact, String(which), schedule, now);
			const enrollee = enrolleeOf(contact, `${contact}@example.com`);
			fitting.push({ targetId: String(which), schedule, at: now, enrollee });
		}
		row = addEnrollments(row, fitting);
	};

	for (let hour = 0; hour < DAYS * 24; hour++) {
		const now = START + hour * HOUR;
		inbox.runUntil(now);
		const [weekday, clock] = [Math.floor(hour / 24) % 7, hour % 24];
		if (weekday > 4 || clock < 9 || clock > 17) continue;
		waiting += PER_HOUR;
		enroll(now);
	}
	inbox.runUntil(START + DAYS * DAY);
	const left = possibleReadings(evidence).map(readingName);
	return { ...measure(inbox.log.map(({ at }) => at)), enrolled, left };
}

const firstFrom = ({ log }: Inbox, from: number): number =>
	sortedIndex(
		log.map(({ at }) => at),
		from,
	);

function measure(sent: readonly number[]) {
	const inWindow = (end: number) => sortedIndex(sent, end + 1) - sortedIndex(sent, end - DAY + 1);
	const loads = sent.map(inWindow);
	const use = (from: number, to: number) => {
		const days: number[] = [];
		for (let day = from; day < to; day++) {
			if (day % 7 > 4) continue;
			const ends = Array.from({ length: 16 }, (_, index) => START + day * DAY + (index + 8) * HOUR);
			days.push(Math.max(...ends.map(inWindow)) / (LIMIT - RESERVE));
		}
		return days.reduce((sum, one) => sum + one, 0) / days.length;
	};
	return {
		over: loads.filter((load) => load > LIMIT).length,
		peak: Math.max(...loads),
		early: use(2, 14),
		late: use(21, DAYS),
	};
}

export const TRUTHS = READINGS.filter(({ firstStep }) => firstStep === 'atOnce');
