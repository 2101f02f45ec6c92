import { omit } from 'lodash';
import { LoggerProxy, type ICredentialDataDecryptedObject, type Logger } from 'n8n-workflow';

import { storesByName } from '../../../nodes/shared/stores';
import { REFRESH_TOKEN } from '../../../tools/hubspot';
import type { NodeRun } from '../../support/n8n/runNode';
import type { Cast } from '../../support/cast';
import { textsOf } from '../../support/texts';

/** Passes for a key where the stand-in asks for none. */
export const KEY = ['pat-na1', 'made', 'up'].join('-');
const SECRETS = [KEY, 'made-up', REFRESH_TOKEN, 'stand-in-access', 'client-secret'];

/** Every text in which a secret of the tests can be read. */
export const leaksIn = (...values: unknown[]) =>
	textsOf(values).filter((text) => SECRETS.some((secret) => text.includes(secret)));

/** What the process keeps, with the keys under which it does. */
export const kept = () => [...storesByName().values()].flatMap((store) => store.all());

/** What outlives a run: the run as n8n stores it, the error, the hints, what the process keeps. */
export const visible = ({ result, error, hints, json }: NodeRun) => [
	result.run,
	error,
	hints,
	json,
	kept(),
];

/** What others than this run get to see: the Data Tables of n8n, and what HubSpot was asked, without the header. */
export const handedOn = ({ stage, hubspot }: Cast) => [
	stage.dataTables,
	hubspot.requests.all.map((request) => omit(request, 'authorization')),
];

const ignore = () => {};

/** Ends what `listen` began: n8n's logger is one for all files of a process. */
export function stopListening(): void {
	LoggerProxy.init({ debug: ignore, info: ignore, warn: ignore, error: ignore });
	jest.restoreAllMocks();
}

/** Everything written by n8n's logger and to the console, while a test runs. */
export function listen(): unknown[][] {
	const written: unknown[][] = [];
	const write = (...texts: unknown[]) => void written.push(texts);
	const logger: Logger = { debug: write, info: write, warn: write, error: write };
	LoggerProxy.init(logger);
	for (const method of ['log', 'debug', 'info', 'warn', 'error', 'trace'] as const) {
		jest.spyOn(console, method).mockImplementation(write);
	}
	return written;
}

/** A login by OAuth2 to the stand-in. */
export const login = (cast: Cast, accessToken: string): ICredentialDataDecryptedObject => ({
	grantType: 'authorizationCode',
	clientId: 'client-id',
	clientSecret: 'client-secret',
	// A trailing slash is tolerated.
	baseUrl: `${cast.hubspot.url}/`,
	oauthTokenData: {
		access_token: accessToken,
		refresh_token: REFRESH_TOKEN,
		token_type: 'bearer',
	},
});
