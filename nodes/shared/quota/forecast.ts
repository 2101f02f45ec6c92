import { sendWindow, type WindowSettings } from './sendWindow';

interface Step {
	stepOrder: number;
	actionType: string;
	/** Milliseconds after the step before. */
	delayMillis?: number | undefined;
}

/** What a forecast needs of a sequence, in HubSpot's words (hubspot-api.md 2.2). */
interface Planned {
	steps: readonly Step[];
	settings?: WindowSettings | undefined;
	/** Steps that wait until another is done. */
	dependencies?: ReadonlyArray<{ requiredByStepOrder?: number | undefined }> | undefined;
}

const inOrder = (steps: readonly Step[]): Step[] =>
	[...steps].sort((a, b) => a.stepOrder - b.stepOrder);

/** The steps up to the one that ends the enrollment; nothing after it runs. */
function stepsThatRun({ steps }: Planned): Step[] {
	const ordered = inOrder(steps);
	const end = ordered.findIndex(({ actionType }) => actionType === 'FINISH_ENROLLMENT');
	return end === -1 ? ordered : ordered.slice(0, end);
}

interface PlannedEmail {
	/** Ms after enrolling, before it is moved into the send window. */
	elapsed: number;
	/** The first step runs as soon as the contact is enrolled (hubspot-api.md 2.9). */
	atOnce: boolean;
}

function plannedEmails(sequence: Planned): PlannedEmail[] {
	let elapsed = 0;
	return stepsThatRun(sequence).flatMap(({ actionType, delayMillis }, index) => {
		elapsed += delayMillis ?? 0;
		return actionType === 'EMAIL' ? [{ elapsed, atOnce: index === 0 && elapsed === 0 }] : [];
	});
}

/**
 * When enrollments in a sequence send: a function from the instant of enrolling to that of each
 * email, both ms since epoch, ascending. An email goes out after the summed delays of the steps up
 * to it, tasks included, at the first instant that is inside the send window of an eligible day;
 * that delays add up from enrolling, wherever the window moved the step before, is an assumption
 * (hubspot-api.md 2.8). A first step without delay goes out at once. An email that waits for a task
 * (`waitsForTask`) is planned at the earliest, as if the task were done in time.
 *
 * Who enrolls later is never sent the same email earlier. Keep the function: its first calls are the
 * slow ones, see `sendWindow`.
 *
 * @param timeZone of the account, IANA name
 */
export function sendPlanner(sequence: Planned, timeZone: string): (enrolledAt: number) => number[] {
	const emails = plannedEmails(sequence);
	const intoWindow = sendWindow(sequence.settings, timeZone);
	return (enrolledAt) => {
		let previous = enrolledAt;
		return emails.map(({ elapsed, atOnce }) => {
			const at = atOnce ? enrolledAt : intoWindow(enrolledAt + elapsed);
			previous = Math.max(previous, at);
			return previous;
		});
	};
}

/**
 * Whether an email waits for a person: a task, a pause, or a step that ends when somebody decides
 * so. Such an email, and all after it, may go out later than planned.
 */
export function waitsForTask(sequence: Planned): boolean {
	const emails = stepsThatRun(sequence).filter(({ actionType }) => actionType === 'EMAIL');
	const last = emails.at(-1);
	if (!last) return false;
	return (sequence.dependencies ?? []).some(
		({ requiredByStepOrder }) => (requiredByStepOrder ?? last.stepOrder) <= last.stepOrder,
	);
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** The steps in words, for example "3 emails, 1 task over 9 days". */
export function describeSteps({ steps }: Pick<Planned, 'steps'>): string {
	const count = (type: string, word: string) => {
		const number = steps.filter(({ actionType }) => actionType === type).length;
		return number === 0 ? [] : [`${number} ${word}${number === 1 ? '' : 's'}`];
	};
	const parts = [...count('EMAIL', 'email'), ...count('TASK', 'task')].join(', ') || 'no steps';
	const days = Math.round(
		steps.reduce((sum, { delayMillis }) => sum + (delayMillis ?? 0), 0) / DAY_MS,
	);
	return days > 0 ? `${parts} over ${days} day${days === 1 ? '' : 's'}` : parts;
}
