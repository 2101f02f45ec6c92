import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	ILoadOptionsFunctions,
} from 'n8n-workflow';

import { requireAllowed } from './allowedDomains';
import { CREDENTIAL_TYPE } from './credential';
import { readAnswer, type Answer } from './answer';
import { readBaseUrl } from './baseUrl';
import { HubspotFailure, isOutage, outcomeUnknown, rethrow } from './failure';
import { kindOf, Outage } from './outage';
import { pause } from './pause';
import { rateWindows, type RateHeaders } from './rateWindow';
import { readFailure } from './readFailure';
import { redirectedTo, type Address } from './redirect';
import { decideRetry } from './retryPolicy';
import { Secrets } from './secrets';
import { VersionInUse, type VersionedPath } from './versions';

export type RequestContext = IExecuteFunctions | ILoadOptionsFunctions;

export interface HubspotRequest<T> {
	method: IHttpRequestMethods;
	/** A path of routes.ts; every variable part is already encoded. */
	path: VersionedPath;
	query?: IDataObject;
	body?: IDataObject | string[];
	/** CRM search has a rate limit of its own and sends no rate headers. */
	search?: boolean;
	/** What HubSpot answers; anything else is a failure, even with status 200. */
	answer: Answer<T>;
	/** The answer goes back to HubSpot as a whole, and nowhere else: nothing in it is hidden. */
	writtenBack?: boolean;
	/** Whether repeating is harmless; default: true for every method but POST. */
	idempotent?: boolean;
}

/** The one way from the nodes to HubSpot. */
export interface HubspotClient {
	/**
	 * Sends one request under the shared rate window and repeats it as the retry policy allows.
	 * @returns what `answer` reads from the body
	 * @throws HubspotFailure, or the abort reason when the execution is cancelled
	 */
	request<T>(request: HubspotRequest<T>): Promise<T>;
	/** One HubSpot app on one host: whose rate window, whose version of the API. */
	readonly appKey: string;
	/** Requests at once as a person has chosen; 0 where it is left to the node. */
	readonly chosenAtOnce: number;
	/** Aborts when the execution is cancelled. */
	readonly signal?: AbortSignal | undefined;
}

/** HubSpot answers within seconds; n8n's own default is 300 s, for which a run would hang. */
const TIMEOUT_MS = 30_000;

/** How often a login is looked at anew; n8n refreshes it every 30 minutes (hubspot-api.md 10). */
const KEEP_UP_MS = 60_000;

/**
 * @param chosenAtOnce requests at once as a person has chosen; 0 for as many as fill HubSpot's rate
 * @throws NodeOperationError by n8n when the node has no credential, Problem by its API Base URL or
 * Allowed Domains
 */
export async function createClient(
	context: RequestContext,
	chosenAtOnce = 0,
): Promise<HubspotClient> {
	const credential = await context.getCredentials(CREDENTIAL_TYPE);
	const baseUrl = readBaseUrl(credential.baseUrl);
	requireAllowed(credential, baseUrl);
	const credentialId = context.getNode().credentials?.[CREDENTIAL_TYPE]?.id ?? '';
	const appKey = `${baseUrl} ${credentialId}`;
	const secrets = new Secrets(credential);
	let keepUpAt = Infinity;
	const windows = rateWindows(appKey);
	const outage = new Outage();
	const signal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;

	/** Answers that came before may have refreshed the login: its new token is hidden as well. */
	async function keepUp(): Promise<void> {
		if (credential.grantType === 'serviceKey' || Date.now() < keepUpAt) return;
		keepUpAt = Date.now() + KEEP_UP_MS;
		secrets.learn(await context.getCredentials(CREDENTIAL_TYPE));
	}

	async function send<T>(request: HubspotRequest<T>, path: string): Promise<T> {
		const asked = Date.now();
		let at: Address = { url: `${baseUrl}${path}`, ...(request.query && { qs: request.query }) };
		let response: IN8nHttpFullResponse | undefined;
		for (let hops = 1; !response; hops++) {
			// n8n adds headers to the object it is given (n8n-engine.md 3.2): every attempt gets a fresh one.
			const options: IHttpRequestOptions = {
				method: request.method,
				...at,
				...(request.body && { body: request.body }),
				arrayFormat: 'repeat',
				json: true,
				timeout: TIMEOUT_MS,
				returnFullResponse: true,
				disableFollowRedirect: true,
			};
			try {
				response = await context.helpers.httpRequestWithAuthentication.call(
					context,
					CREDENTIAL_TYPE,
					options,
				);
			} catch (error) {
				at = redirectedTo(error, request.method, at, hops) ?? rethrow(error);
			}
		}
		if (keepUpAt === Infinity) keepUpAt = 0;
		windows.times.note(Date.now() - asked);
		windows.app.observe(rateHeaders(response.headers), Date.now());
		const { statusCode, body } = response;
		const { answer, method, writtenBack } = request;
		const sent: unknown = statusCode === 204 ? undefined : body;
		const { 'content-type': type } = response.headers;
		const read = { answer: readAnswer(answer, statusCode, sent, `${method} ${path}`, type) };
		if (!writtenBack) secrets.hideIn(read);
		return read.answer;
	}

	async function request<T>(call: HubspotRequest<T>): Promise<T> {
		const idempotent = call.idempotent ?? call.method !== 'POST';
		const version = await VersionInUse.of(appKey, call.path, !idempotent, signal);
		try {
			return await repeat(call, idempotent, version);
		} finally {
			version.release();
		}
	}

	async function repeat<T>(
		call: HubspotRequest<T>,
		idempotent: boolean,
		version: VersionInUse,
	): Promise<T> {
		// HubSpot does not say that a search is no request of the app as well.
		const entered = call.search ? [windows.app, windows.search] : [windows.app];
		const kind = kindOf(call.method, version.path);
		let isOpen = false;
		for (let repeats = 0; ; ) {
			for (const window of entered) {
				for (let wait = window.take(Date.now()); wait > 0; wait = window.take(Date.now())) {
					await pause(wait, signal);
				}
			}
			await keepUp();
			signal?.throwIfAborted();
			outage.check(kind);
			try {
				const answer = await send<T>(call, version.path);
				version.keep();
				outage.answered(kind);
				return answer;
			} catch (error) {
				signal?.throwIfAborted();
				const failure =
					error instanceof HubspotFailure
						? error
						: readFailure(error, `${call.method} ${version.path}`, secrets);
				secrets.hideIn(failure.details);
				// What a repeat of a write is refused for says nothing of the try before it.
				if (isOpen) failure.details.mayHaveTakenEffect = true;
				isOpen = call.method !== 'GET' && outcomeUnknown(failure);
				if (version.goesOn(failure)) continue;
				const decision = decideRetry(failure.details, repeats++, idempotent);
				if (!isOutage(failure)) outage.answered(kind);
				else if (decision.action === 'stop' && idempotent) {
					outage.noAnswer(kind, JSON.stringify([version.path, call.query, call.body]));
				}
				if (decision.action === 'stop') rethrow(failure);
				if (failure.details.status === 429) {
					const now = Date.now();
					entered.at(-1)?.block(now + decision.waitMs, now);
				}
				await pause(decision.waitMs, signal);
			}
		}
	}

	return { request, appKey, chosenAtOnce, signal };
}

function rateHeaders(headers: IDataObject): RateHeaders {
	const read = (name: string) => {
		const value = headers[`x-hubspot-ratelimit-${name}`];
		if (value === undefined) return undefined;
		return /^\d+$/.test(String(value)) ? Number(value) : NaN;
	};
	return {
		max: read('max'),
		remaining: read('remaining'),
		intervalMs: read('interval-milliseconds'),
	};
}
