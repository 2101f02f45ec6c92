import { forbidden, HubspotError, hubspotError, invalid } from '../errors';
import type { Settings } from '../settings';

const CODE = 'SequenceError.SEND_LIMIT_EXCEEDED';
const TEXT = 'The sender has reached the daily send limit';

/**
 * What HubSpot may answer to an enrollment beyond the limit: nobody recorded it (hubspot-api.md 2.7).
 * The codes are those of its front end, the words those of its pages (8.1).
 */
const REFUSALS: Record<Settings['sendLimitRefusal'], () => HubspotError> = {
	errorType: () => invalid(TEXT, { errorType: CODE }),
	subCategory: () => invalid(TEXT, { subCategory: CODE }),
	errorsSubCategory: () => invalid(TEXT, { errors: [{ message: TEXT, subCategory: CODE }] }),
	message: () => invalid(`${CODE}: ${TEXT}`),
	rateLimitedByClient: () =>
		invalid('Enrollment failed', { subCategory: 'SequenceError.RATE_LIMITED_BY_CLIENT' }),
	rateLimitedByProvider: () =>
		invalid('Enrollment failed', { subCategory: 'SequenceError.RATE_LIMITED_BY_PROVIDER' }),
	words: () => invalid('Enrollment errored: rate limit reached'),
	forbidden: () => forbidden(TEXT),
	tooMany: () => hubspotError(429, TEXT, { category: 'RATE_LIMITS' }),
};

export const sendLimitRefusal = ({ sendLimitRefusal: shape }: Settings): HubspotError =>
	REFUSALS[shape]();
