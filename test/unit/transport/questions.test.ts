import { isAboutInput } from '../../../nodes/shared/transport/errorTable';
import {
	HubspotFailure,
	isConflict,
	isDenied,
	isMissingScope,
	isNotFound,
	isUnknownPath,
	outcomeUnknown,
	type FailureDetails,
} from '../../../nodes/shared/transport/failure';
import { failureDetails } from '../../support/unit/failureDetails';

const QUESTIONS = {
	isNotFound,
	isUnknownPath,
	isConflict,
	isDenied,
	isMissingScope,
	isAboutInput,
	outcomeUnknown,
};

type Yes = Array<keyof typeof QUESTIONS>;

const yesTo = (error: unknown) =>
	Object.entries(QUESTIONS).flatMap(([name, ask]) => (ask(error) ? [name] : []));

const NO_SCOPE = 'This app has not been granted all required scopes (MISSING_SCOPES)';

describe('the questions asked of a failure', () => {
	it.each<[name: string, details: Partial<FailureDetails>, yes: Yes]>([
		['a record that is missing', { status: 404 }, ['isNotFound', 'isDenied']],
		['a path that is unknown', { status: 404, isHtml: true }, ['isUnknownPath', 'isDenied']],
		['a record that has changed', { status: 409 }, ['isConflict']],
		['a record that is hidden', { status: 403 }, ['isDenied']],
		['a scope that is missing', { status: 403, text: NO_SCOPE }, ['isMissingScope']],
		['a value that is not allowed', { status: 400 }, ['isAboutInput']],
		['an expired login', { status: 401 }, []],
		['a server that fails', { status: 500 }, ['outcomeUnknown']],
		['a lost answer', { status: undefined, networkCode: 'ECONNRESET' }, ['outcomeUnknown']],
		['a connection that was never made', { status: undefined, networkCode: 'ENOTFOUND' }, []],
		['an answer that is not HubSpot’s', { status: 200, lacks: 'id' }, ['outcomeUnknown']],
	])('%s', (_, details, yes) => {
		expect(yesTo(new HubspotFailure(failureDetails(details)))).toEqual(yes);
	});

	it('an error that is not of HubSpot answers none of them', () => {
		const error = Object.assign(new Error('other'), { details: failureDetails({ status: 404 }) });
		expect(yesTo(error)).toEqual([]);
	});
});
