import type { LoggedRequest } from '../hubspot';
import type { Played, RunRecord } from './played';

/** An enrollment that n8n caused. */
export interface Made {
	contactId: string;
	/** Sequence or workflow. */
	targetId: string;
	/** Ms since epoch. */
	at: number;
	/** Of sequences. */
	id?: string;
	/** The inbox that sends; of sequences. */
	sender?: string;
	/** By whom; several ran at that time in a workflow, where HubSpot does not say whose it is. */
	by: RunRecord[];
	/** It came about after HubSpot, or what is before it, had answered. */
	isLate: boolean;
	/** Why it is over, if it is: `finished`, `unenrolled`, or as people and bridges leave. */
	ended?: string;
}

/** All that n8n caused, oldest first. */
export function enrollmentsMade({ world, records, story }: Played): Made[] {
	const { account } = world.hubspot;
	if (story.node === 'workflow') {
		return account.flowEnrollments
			.filter(({ flowId }) => Object.values(world.flows).some(({ id }) => id === flowId))
			.map(({ flowId, contactId, enrolledAt, state }) => ({
				contactId,
				targetId: flowId,
				at: enrolledAt,
				by: records.filter(
					({ began, ended, run }) =>
						run.operation === 'enroll' &&
						world.flowOf(run).id === flowId &&
						began <= enrolledAt &&
						enrolledAt <= ended,
				),
				isLate: false,
				...(state !== 'active' && { ended: state }),
			}));
	}
	const requests = requestsByEnrollment(world.hubspot.requests.all);
	return account.enrollments
		.filter((enrollment) => !world.byHand.has(enrollment))
		.map(({ id, contactId, sequenceId, enrolledAt, endReason, senderEmail }) => {
			const request = requests.get(id);
			return {
				contactId,
				targetId: sequenceId,
				at: enrolledAt,
				id,
				sender: senderEmail,
				by: records.filter(({ token }) => request?.authorization === `Bearer ${token}`),
				isLate: request !== undefined && request.at < enrolledAt,
				...(endReason !== undefined && { ended: endReason }),
			};
		});
}

function requestsByEnrollment(requests: readonly LoggedRequest[]): Map<string, LoggedRequest> {
	const found = new Map<string, LoggedRequest>();
	for (const request of requests) {
		const { method, path, effect } = request;
		if (method !== 'POST' || !/enrollments$/.test(path) || effect?.status !== 200) continue;
		const { id } = JSON.parse(effect.payload) as { id: string };
		found.set(id, request);
	}
	return found;
}
