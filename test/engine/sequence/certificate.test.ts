import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { startUntrusted } from '../../support/n8n/untrusted';
import { Cast, closeCasts, limitOf } from '../../support/cast';
import { FAILED } from '../../support/outputs';

afterAll(closeCasts);

const LOGIN: ICredentialDataDecryptedObject = {
	grantType: 'authorizationCode',
	clientId: 'client-id',
	clientSecret: 'client-secret',
	oauthTokenData: { access_token: 'access', refresh_token: 'refresh' },
};

describe('A server whose certificate is not trusted', () => {
	it.each([
		{ grant: 'a service key', more: {} },
		{ grant: 'a login', more: LOGIN },
	])('gets nothing by $grant, is asked once, and the error says what to do', async ({ more }) => {
		const cast = await Cast.open({ contacts: 3 });
		const untrusted = await startUntrusted();
		const run = await cast.enroll(undefined, {
			credentials: { ...cast.stage.serviceKey, ...more, baseUrl: untrusted.url },
			parameters: limitOf(3),
			settings: { onError: 'continueErrorOutput' },
		});
		await untrusted.close();

		expect(untrusted.seen).toEqual({ connections: 1, requests: 0 });
		expect(run.json[FAILED]).toHaveLength(3);
		for (const json of run.json[FAILED]) {
			expect(json).toMatchObject({
				error: 'The certificate of the server is not trusted, so nothing was sent to it',
				description: expect.stringContaining('NODE_EXTRA_CA_CERTS') as string,
				details: { networkCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
			});
		}
	});
});
