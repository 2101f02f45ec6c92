import axios from 'axios';

import { runNode } from '../../test/support/n8n/runNode';
import { ACCEPTED_BEARER } from '../hubspot';
import { runHttpNodes } from './httpNodes';
import type { Prepared } from './prepared';

interface Way {
	title: string;
	/** Whether it can do the job at all. */
	can(opened: Prepared): boolean;
	/** @returns what comes of it, for as long as its memory is asked for */
	run(opened: Prepared): Promise<unknown>;
}

const canEnroll: Way['can'] = ({ plan }) => plan.enroll !== undefined;

/** How people get contacts into a sequence from n8n: ours, and what they do without it. */
export const WAYS = {
	node: {
		title: 'this package',
		can: () => true,
		run: async ({ url, plan: { node, items, parameters } }) => {
			const { result } = await runNode({
				type: node === 'sequence' ? 'hubspotSequence' : 'hubspotWorkflow',
				items,
				parameters,
				credentials: { grantType: 'serviceKey', appToken: ACCEPTED_BEARER, baseUrl: url },
				settings: { onError: 'continueErrorOutput' },
			});
			const { error } = result.run.data.resultData;
			if (error) throw error;
			return result;
		},
	},
	httpNode: {
		title: 'one HTTP Request node',
		can: canEnroll,
		run: async (opened) => await runHttpNodes(opened, 'bare'),
	},
	httpNodes: {
		title: 'HTTP Request nodes, same checks',
		can: canEnroll,
		run: async (opened) => await runHttpNodes(opened, 'checked'),
	},
	axios: {
		title: 'bare loop, all at once',
		can: canEnroll,
		run: async ({ url, plan: { items, enroll } }) => {
			const client = axios.create({
				baseURL: url,
				headers: { authorization: `Bearer ${ACCEPTED_BEARER}` },
				validateStatus: () => true,
			});
			const one = async (contactId: unknown) =>
				await client.post(`/automation/v4/sequences/enrollments?userId=${enroll?.userId}`, {
					contactId,
					sequenceId: enroll?.sequenceId,
					senderEmail: enroll?.senderEmail,
				});
			return await Promise.all(items.map(async ({ id }) => await one(id)));
		},
	},
} satisfies Record<string, Way>;

export type WayName = keyof typeof WAYS;
