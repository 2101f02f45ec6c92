import { addEnrollment, type Contact } from '../../../tools/hubspot';
import { Cast, DAY, type CastOptions } from '../../support/cast';

export const CRM = { apiRoutes: 'crmObjects' };
export const settings = { onError: 'continueErrorOutput' as const };
const TWO_EMAILS = [{}, { delayMillis: 4 * DAY }];
export const open = async (given: CastOptions = {}) =>
	await Cast.open({
		steps: TWO_EMAILS,
		...given,
		settings: { recipeRoutes: true, ...given.settings },
	});

/** A cast of one contact that is in the sequence. */
export async function openEnrolled(given: CastOptions = {}): Promise<[Cast, Contact]> {
	const cast = await open(given);
	const [contact] = cast.contacts;
	addEnrollment(cast.account, { contactId: contact.id, sequenceId: cast.sequence.id });
	cast.hubspot.requests.clear();
	return [cast, contact];
}

export const paths = (cast: Cast) =>
	cast.hubspot.requests.all.map(({ method, path }) => `${method} ${path}`);
export const remove = { unenrollMethod: 'deleteEnrollment' };
