import { DateTime } from 'luxon';

import type { Settings } from '../settings';
import { draw } from './draw';
import { DAY } from './limits';
import { intoWindow, isWeekday, windowOfDay } from './sendWindow';
import type { PlannedStep, Sequence } from './types';

/** Of an account: where its clock stands, and what HubSpot does that nobody has recorded. */
interface Customs {
	timeZone: string;
	settings: Pick<Settings, 'firstStep' | 'delays' | 'instant' | 'seed'>;
}

/** What is planned: the steps of one contact in a sequence. */
interface Planned {
	sequence: Sequence;
	/** Whose draw it is where the instant is drawn. */
	contactId: string;
	plan: PlannedStep[];
}

/** `at` and as many week days later, at the same time of the day. */
function plusWeekdays(at: number, days: number, timeZone: string): number {
	let moment: DateTime = DateTime.fromMillis(at, { zone: timeZone });
	for (let left = days; left > 0; ) {
		moment = moment.plus({ days: 1 });
		if (isWeekday(moment)) left--;
	}
	return moment.toMillis();
}

/** When a delay that begins at `from` is over: in week days or as it is (hubspot-api.md 2.8). */
export function afterDelay(
	{ timeZone, settings }: Customs,
	{ eligibleFollowUpDays }: Sequence,
	from: number,
	delayMillis: number,
): number {
	const inWeekdays =
		settings.delays === 'weekdaysFromStep' && eligibleFollowUpDays === 'BUSINESS_DAYS';
	if (!inWeekdays) return from + delayMillis;
	const days = Math.floor(delayMillis / DAY);
	return plusWeekdays(from, days, timeZone) + (delayMillis % DAY);
}

/** When the step runs, if it is due at `step.due` and nothing lets it run before `from`. */
function instantOf(customs: Customs, planned: Planned, index: number, from: number): number {
	const { timeZone, settings } = customs;
	const { sequence, contactId, plan } = planned;
	const { due, kind, stepOrder } = plan[index];
	const isFirst = index === 0 && sequence.steps[0].delayMillis === 0;
	const earliest = Math.max(due, from);
	if (isFirst && settings.firstStep === 'atOnce') return earliest;
	const inWindow = intoWindow(earliest, sequence, timeZone);
	const isDrawn = settings.instant === 'anywhere' && kind === 'EMAIL';
	if (!isDrawn || (isFirst && inWindow === due)) return inWindow;
	const { opens, closes } = windowOfDay(inWindow, sequence, timeZone);
	const start = Math.max(opens, from);
	const share = draw(settings.seed, `${contactId} ${sequence.id} ${stepOrder}`);
	return intoWindow(start + Math.floor(share * (closes - start)), sequence, timeZone);
}

/**
 * Plans the steps from the one at `index` on: it is due at `due`, and cannot run before `from`. For
 * those after it this is an estimate where delays count from the step before as it ran.
 */
export function planFrom(
	customs: Customs,
	planned: Planned,
	index: number,
	{ due, from }: { due: number; from: number },
): void {
	const { sequence, plan } = planned;
	const step = plan[index];
	if (!step) return;
	step.due = due;
	step.at = instantOf(customs, planned, index, from);
	const next = sequence.steps[index + 1];
	if (!next) return;
	const counts = customs.settings.delays === 'fromEnrollment' ? due : step.at;
	const nextDue = afterDelay(customs, sequence, counts, next.delayMillis);
	planFrom(customs, planned, index + 1, { due: nextDue, from: step.at });
}

/**
 * When each step of an enrollment runs, by the settings. A first step without delay runs at once,
 * whatever the window says (hubspot-api.md 2.9); nothing runs after the step that finishes the
 * enrollment.
 */
export function planSteps(
	customs: Customs,
	sequence: Sequence,
	enrolledAt: number,
	contactId = '',
): PlannedStep[] {
	const end = sequence.steps.findIndex(({ actionType }) => actionType === 'FINISH_ENROLLMENT');
	const steps = end === -1 ? sequence.steps : sequence.steps.slice(0, end + 1);
	const plan = steps.map(({ stepOrder, actionType }) => ({
		stepOrder,
		kind: actionType,
		due: enrolledAt,
		at: enrolledAt,
		done: false,
	}));
	const due = afterDelay(customs, sequence, enrolledAt, steps[0]?.delayMillis ?? 0);
	planFrom(customs, { sequence, contactId, plan }, 0, { due, from: enrolledAt });
	return plan;
}
