import type { INodeParameters } from 'n8n-workflow';

import { addRep } from '../../../tools/hubspot';
import { byEmail, byId } from '../../support/n8n/stage';
import { Cast, closeCasts, newAddress } from '../../support/cast';
import { ENROLLED, FAILED } from '../../support/outputs';

afterAll(closeCasts);

const WAYS: Array<[string, (cast: Cast) => INodeParameters]> = [
	['user ID', ({ rep }) => ({ sender: byId(rep.userId) })],
	['address', ({ rep }) => ({ sender: byEmail(rep.email) })],
	['contact owner', () => ({ senderMode: 'contactOwner' })],
];

describe.each(WAYS)('A sender named by %s', (_, by) => {
	const open = async () => {
		const cast = await Cast.open({ contacts: 0 });
		const contact = cast.addContact({ hubspot_owner_id: cast.rep.ownerId });
		const enroll = async () =>
			await cast.enroll(cast.itemsOf(contact), {
				parameters: by(cast),
				settings: { onError: 'continueErrorOutput' },
			});
		return { cast, enroll };
	};

	it('is known whatever the case of the address', async () => {
		const { cast, enroll } = await open();
		cast.rep.email = cast.rep.email.replace('rep', 'Rep');
		expect((await enroll()).of(0).output).toBe(ENROLLED);
	});

	it('is never somebody else, of whom the answer may be', async () => {
		const { cast, enroll } = await open();
		const { ownerId, userId, email } = addRep(cast.account, { email: newAddress() });
		const owner = { id: ownerId, userId: Number(userId), email, archived: false };
		cast.hubspot.faults.add({
			path: '/owners',
			effect: { rewrite: ({ route }) => (route.includes(':') ? owner : { results: [owner] }) },
		});
		expect((await enroll()).of(0)).toMatchObject({
			output: FAILED,
			json: { error: 'HubSpot has no active user like this' },
		});
		expect(cast.enrollRequests()).toHaveLength(0);
	});
});
