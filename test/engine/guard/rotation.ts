import type { INodeParameters } from 'n8n-workflow';

import { addRep, addSentEmails, type Rep } from '../../../tools/hubspot';
import type { NodeRun } from '../../support/n8n/runNode';
import { HOUR, MINUTE, newAddress, type Cast } from '../../support/cast';

/** Reps beside the one of the cast. */
export const addReps = (cast: Cast, ...given: Array<Partial<Rep>>): Rep[] =>
	given.map((rep) => addRep(cast.account, { email: newAddress(), ...rep }));

/** Parameters with which these reps take turns. */
export const rotate = (...reps: Rep[]): INodeParameters => ({
	senderMode: 'rotate',
	senders: reps.map(({ userId }) => userId),
});

/** Mail that a rep has sent, a minute apart, the first of it `age` ms ago. */
export function sentBefore(cast: Cast, { ownerId }: Rep, count: number, age = 2 * HOUR): void {
	const first = Date.now() - age;
	addSentEmails(cast.account, {
		ownerId,
		times: Array.from({ length: count }, (_, index) => first + index * MINUTE),
	});
}

/** By whom the item of each contact was, or is to be, sent: an address. */
export const sendersOf = (run: NodeRun, cast: Cast): unknown[] =>
	cast.contacts.map((_, index) => {
		const { sender } = run.of(index).json;
		return sender && typeof sender === 'object' && 'email' in sender ? sender.email : undefined;
	});

/** How many enrollments HubSpot has of each rep. */
export const enrolledBy = (cast: Cast, ...reps: Rep[]): number[] =>
	reps.map(({ email }) => cast.account.enrollmentsFrom(email).length);
