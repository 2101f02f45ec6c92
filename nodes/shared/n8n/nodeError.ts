import type { INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { pickBy } from 'lodash';

import { Problem } from '../errors';
import { escapeHtml } from './hints';
import { explainFailure } from '../transport/errorTable';
import { HubspotFailure, isMissingScope } from '../transport/failure';
import { missingScopeNames, missingScopes } from '../transport/scopes';

/** Details that are of a request, and not ids of the item. */
export const TOLD_BY_HUBSPOT = [
	'httpStatus',
	'networkCode',
	'hubspotMessage',
	'category',
	'correlationId',
	'requiredScopes',
	'request',
	'lacks',
] as const;

/** Any error as a problem; ids of the item go into its details. */
export function toProblem(error: unknown, ids: JsonObject = {}): Problem {
	if (error instanceof Problem) {
		return error.saying({ details: ids });
	}
	if (error instanceof HubspotFailure) {
		const { message, description, ...code } = explainFailure(error.details);
		const {
			status,
			networkCode,
			hubspotMessage,
			category,
			correlationId,
			requiredScopes,
			request,
			lacks,
		} = error.details;
		const details = {
			...ids,
			httpStatus: status,
			networkCode,
			hubspotMessage,
			category,
			correlationId,
			requiredScopes: requiredScopes.length > 0 ? requiredScopes : undefined,
			request,
			lacks,
		};
		return new Problem(
			code.refusal ?? code.reason,
			message,
			[description, missingScopes(requiredScopes)].filter(Boolean).join(' '),
			pickBy(details, (value) => value !== undefined),
			status?.toString(),
		);
	}
	const message = error instanceof Error ? error.message : String(error);
	const description =
		error instanceof NodeOperationError || error instanceof NodeApiError
			? error.description
			: undefined;
	return new Problem('UNEXPECTED', message, description ?? 'Check the settings of this node.', ids);
}

/**
 * The error that stops a node. Built afresh, never from the caught one: n8n's own request error
 * carries the request, and with it the token, as its cause (n8n-engine.md 0). n8n renders the
 * description as HTML.
 */
export function toNodeError(node: INode, problem: Problem, itemIndex: number) {
	const { message, details, httpCode } = problem;
	const text = details.hubspotMessage ? ` HubSpot: "${String(details.hubspotMessage)}"` : '';
	const description = escapeHtml(`${problem.description}${text}`);
	return httpCode
		? new NodeApiError(node, { message, details }, { message, description, httpCode, itemIndex })
		: new NodeOperationError(node, message, { description, itemIndex });
}

/** The error of a list in the editor, where n8n shows the message alone: it names the scope that is missing. */
export function toListError(node: INode, error: unknown) {
	const problem = toProblem(error);
	const names =
		error instanceof HubspotFailure && isMissingScope(error)
			? missingScopeNames(error.details.requiredScopes)
			: '';
	const message = names ? `${problem.message}: ${names}` : problem.message;
	return toNodeError(node, problem.saying({ message }), 0);
}
