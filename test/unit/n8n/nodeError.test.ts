import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { Problem } from '../../../nodes/shared/errors';
import { toNodeError, toProblem } from '../../../nodes/shared/n8n/nodeError';
import { ERROR_TABLE, explainFailure } from '../../../nodes/shared/transport/errorTable';
import { HubspotFailure } from '../../../nodes/shared/transport/failure';
import { failureDetails } from '../../support/unit/failureDetails';
import { NODE } from '../../support/unit/thrownByHelper';
import { trapWordsIn } from '../../support/unit/trapWords';

describe('a failed request as a problem', () => {
	const failure = new HubspotFailure(
		failureDetails({
			status: 403,
			text: '{"category":"MISSING_SCOPES"}',
			hubspotMessage: 'This app lacks scopes',
			category: 'MISSING_SCOPES',
			correlationId: 'c-1',
			requiredScopes: ['automation.sequences.read', 'sales-email-read'],
		}),
	);

	it('has the words of the error table, and names the scopes that are missing', () => {
		const problem = toProblem(failure);
		expect(problem.message).toBe('The HubSpot credential lacks a scope for this');
		expect(problem.description).toMatch(
			/ one or more of: automation\.sequences\.read \(sequences\), sales-email-read \(.*\)\.$/,
		);
		expect(problem.httpCode).toBe('403');
	});

	it('keeps the facts and the ids at hand, and nothing that is not known', () => {
		expect(toProblem(failure, { contactId: '7' }).details).toEqual({
			contactId: '7',
			httpStatus: 403,
			hubspotMessage: 'This app lacks scopes',
			category: 'MISSING_SCOPES',
			correlationId: 'c-1',
			requiredScopes: ['automation.sequences.read', 'sales-email-read'],
			request: 'POST /automation/v4/sequences/enrollments',
		});
		const reset = new HubspotFailure(failureDetails({ networkCode: 'ECONNRESET' }));
		expect(toProblem(reset)).toMatchObject({ httpCode: undefined });
		expect(Object.keys(toProblem(reset).details).sort()).toEqual(['networkCode', 'request']);
	});
});

describe('any other error as a problem', () => {
	it('that is a problem already keeps everything and gains the ids', () => {
		const problem = new Problem('NOT_FOUND', 'What', 'Why', { sequenceId: '1' }, '404');
		expect(toProblem(problem, { contactId: '7' })).toMatchObject({
			reason: 'NOT_FOUND',
			message: 'What',
			description: 'Why',
			details: { sequenceId: '1', contactId: '7' },
			httpCode: '404',
		});
	});

	it('that is an error of n8n keeps its description', () => {
		const error = new NodeOperationError(NODE, 'What', { description: 'Why' });
		expect(toProblem(error)).toMatchObject({ message: 'What', description: 'Why' });
	});

	it.each<[string, unknown]>([
		['that is an error of any kind', new TypeError('What')],
		['that is a text', 'What'],
	])('%s has a message and some advice', (_, error) => {
		const problem = toProblem(error, { contactId: '7' });
		expect(problem).toMatchObject({
			reason: 'UNEXPECTED',
			message: 'What',
			details: { contactId: '7' },
		});
		expect(problem.description).not.toBe('');
	});
});

describe('the error that stops the node', () => {
	it('is an API error where HubSpot answered, with its status, its words and the item', () => {
		const problem = new Problem(
			'NOT_FOUND',
			'What',
			'Why.',
			{ hubspotMessage: 'as HubSpot put it' },
			'404',
		);
		const error = toNodeError(NODE, problem, 3);
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject({
			message: 'What',
			description: 'Why. HubSpot: "as HubSpot put it"',
			httpCode: '404',
			context: { itemIndex: 3 },
		});
	});

	it('is an operation error where no answer came', () => {
		const error = toNodeError(NODE, new Problem('BAD_INPUT', 'What', 'Why.'), 3);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error).toMatchObject({
			message: 'What',
			description: 'Why.',
			context: { itemIndex: 3 },
		});
	});

	const entries = [...ERROR_TABLE, explainFailure(failureDetails({ status: 418 }))];
	it.each(entries.map(({ message, description }) => [message, description]))(
		'"%s" reaches the person as it is written',
		(message, description) => {
			expect(trapWordsIn(message)).toEqual([]);
			for (const httpCode of [undefined, '400', '503']) {
				const details = { hubspotMessage: 'a preexisting record, ENOENT' };
				const error = toNodeError(
					NODE,
					new Problem('REJECTED', message, description, details, httpCode),
					0,
				);
				expect(error.message).toBe(message);
				// n8n renders it as HTML.
				expect(error.description).toContain(description.replace(/&/g, '&amp;'));
			}
		},
	);
});
