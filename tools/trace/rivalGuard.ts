import axios from 'axios';
import { groupBy } from 'lodash';
import { DateTime } from 'luxon';

import { ACCEPTED_BEARER } from '../hubspot';
import type { Guard, Run } from './guard';
import { runEnroll } from './nodeGuard';
import type { Person } from './person';
import { DAY, HOUR } from './time';
import { addressOf, type World } from './world';

interface Page {
	results: Array<{ properties: { hs_email_to_email: string } }>;
	paging?: { next: { after: string } };
}

/**
 * A guard as people build it in a workflow with care: it counts for each rep the sequence emails that
 * HubSpot's log shows of the last 24 hours, and its own enrollments of today that the log does not
 * show yet. What does not fit below the limit less the reserve waits for an hour. Follow-ups that are
 * still to come it does not know. The node enrolls without looking.
 */
export function rivalGuard(world: World): Guard {
	const made: Array<{ person: Person; on: string | null }> = [];
	const today = () => DateTime.fromMillis(Date.now(), { zone: world.account.timeZone }).toISODate();

	async function roomOf(rep: number): Promise<number> {
		const { email, limit, reserve } = world.repOf({ rep });
		const logged = await loggedToday(world, email);
		const seen = new Set(logged);
		const unseen = made.filter(
			({ person, on }) => person.rep === rep && on === today() && !seen.has(addressOf(person)),
		);
		return Math.max(0, limit - reserve - logged.length - unseen.length);
	}

	return {
		async enroll(people): Promise<Run> {
			const fitting: Person[] = [];
			for (const mine of Object.values(groupBy(people, 'rep'))) {
				fitting.push(...mine.slice(0, await roomOf(mine[0].rep)));
			}
			const isFitting = new Set(fitting);
			const retryAt = Date.now() + HOUR;
			const held = people
				.filter((person) => !isFitting.has(person))
				.map((person) => ({ person, reason: 'SEND_LIMIT', retryAt }));
			if (fitting.length === 0) return { enrolled: [], held };
			const run = await runEnroll(world, fitting, { sendLimitMode: 'off' });
			made.push(...run.enrolled.map((person) => ({ person, on: today() })));
			return { enrolled: run.enrolled, held: [...run.held, ...held] };
		},
	};
}

/** Whom the sequences of a rep wrote to in the last 24 hours, as HubSpot's search tells it. */
async function loggedToday({ stage }: World, email: string): Promise<string[]> {
	const filters = [
		{ propertyName: 'hs_email_from_email', operator: 'EQ', value: email },
		{ propertyName: 'hs_sequence_id', operator: 'HAS_PROPERTY' },
		{ propertyName: 'hs_email_direction', operator: 'EQ', value: 'EMAIL' },
		{ propertyName: 'hs_timestamp', operator: 'GT', value: String(Date.now() - DAY) },
	];
	const recipients: string[] = [];
	for (let after: string | undefined = '0'; after !== undefined; ) {
		const { data }: { data: Page } = await axios.post(
			`${stage.hubspot.url}/crm/v3/objects/emails/search`,
			{ filterGroups: [{ filters }], properties: ['hs_email_to_email'], limit: 200, after },
			{ headers: { authorization: `Bearer ${ACCEPTED_BEARER}` } },
		);
		recipients.push(...data.results.map(({ properties }) => properties.hs_email_to_email));
		after = data.paging?.next.after;
	}
	return recipients;
}
