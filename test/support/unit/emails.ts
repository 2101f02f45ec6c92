import type { OwedEmail } from '../../../nodes/shared/quota/emailsOwed';
import { exactly, type Span } from '../../../nodes/shared/quota/window';
import { DAY } from './arbitraries';

/** An email that may go out at any instant of a span, and counts at each. */
export const whole = (span: Span): OwedEmail => ({ ...span, spread: false, overdue: false });

/** An email that goes out at an instant. */
export const emailAt = (instant: number): OwedEmail => whole(exactly(instant));

/** The steps of a sequence of emails alone, with these delays in ms. */
export const emailStepsAfter = (...delays: number[]) =>
	delays.map((delayMillis, stepOrder) => ({
		stepOrder,
		actionType: 'EMAIL' as const,
		delayMillis,
	}));

/** The same with delays in days. */
export const emailSteps = (...days: number[]) => emailStepsAfter(...days.map((wait) => wait * DAY));
