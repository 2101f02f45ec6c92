import { AxiosError, AxiosHeaders, type InternalAxiosRequestConfig } from 'axios';
import { NodeApiError, type INode, type JsonObject } from 'n8n-workflow';

/** Stands in for the token of the credential, to be looked for where it must not be. */
export const MARKER = 'in-place-of-the-token';

export const NODE: INode = {
	id: 'node-id',
	name: 'HubSpot Sequence',
	type: 'n8n-nodes-hubspot-enrollment.hubspotSequence',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

interface Answer {
	status: number;
	data?: unknown;
	headers?: Record<string, string>;
}

/** As n8n sends it: the token is in the headers of the request that the error carries. */
const requestConfig = (): InternalAxiosRequestConfig => ({
	url: 'https://api.hubapi.com/automation/v4/sequences/enrollments',
	headers: new AxiosHeaders({ Authorization: `Bearer ${MARKER}` }),
});

/** The AxiosError of an answer that is no success. */
export function axiosAnswer({ status, data, headers = {} }: Answer): AxiosError {
	const config = requestConfig();
	return new AxiosError(
		`Request failed with status code ${status}`,
		status < 500 ? AxiosError.ERR_BAD_REQUEST : AxiosError.ERR_BAD_RESPONSE,
		config,
		{ headers: { authorization: `Bearer ${MARKER}` } },
		{ status, statusText: '', data, headers, config, request: { _header: `Bearer ${MARKER}` } },
	);
}

/** The AxiosError of a request without an answer. */
export const axiosNetworkError = (code: string, message = `connect ${code}`): AxiosError =>
	new AxiosError(message, code, requestConfig(), { _header: `Bearer ${MARKER}` });

/** What n8n's request helper throws to a node: a NodeApiError with the AxiosError as its cause. */
export function thrownByHelper(error: AxiosError): NodeApiError {
	const asGiven: unknown = error;
	return new NodeApiError(NODE, asGiven as JsonObject);
}
