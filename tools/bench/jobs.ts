import { range } from 'lodash';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { API_ENROLLMENTS_PER_INBOX } from '../../nodes/shared/quota/plans';
import { addBridge, enrollIn } from '../../test/engine/sequence/bridgeCast';
import { itemsOf, newFlow, newPeople, on } from '../../test/engine/workflow/support';
import { byList, byProperty, listFlow, propertyFlow } from '../../test/engine/workflow/triggers';
import { Cast, DAY, HOUR, limitOf, MINUTE } from '../../test/support/cast';
import { byEmail, byId, type Stage } from '../../test/support/n8n/stage';
import { addSentEmails, addSequence, type Contact } from '../hubspot';

/** What a way to do a job has to know. Plain JSON: it goes from process to process. */
export interface Plan {
	node: 'sequence' | 'workflow';
	/** Of our node. */
	parameters: INodeParameters;
	items: IDataObject[];
	/** What a chain of requests needs; where it can enroll at all. */
	enroll?: { sequenceId: string; userId: string; senderEmail: string; room: number };
}

/** So many contacts, where HubSpot is asked for batches of them. */
const BY_BATCHES = 50_000;

interface Job {
	title: string;
	prepare(stage: Stage, size: number): Promise<Plan>;
	/** So many contacts at most. */
	most?: number;
	/** Whom nobody should enroll. */
	isUnfit?: (contact: Contact) => boolean;
}

/** What a seat of Sales Hub Professional may send in 24 hours. */
const SEAT_LIMIT = 500;

/** One contact in 25 has opted out. */
const UNFIT_EVERY = 25;
const OPTED_OUT = { hs_email_optout: 'true' };

function addPeople(cast: Cast, size: number, unfitEvery = 0): void {
	for (let order = 1; order <= size; order++) {
		const isUnfit = unfitEvery > 0 && order % unfitEvery === 0;
		cast.contacts.push(cast.addContact(isUnfit ? OPTED_OUT : {}));
	}
}

interface EnrollSettings {
	by?: 'id' | 'email';
	options?: INodeParameters;
	/** What the sender has room for, as a share of the contacts; 0 for one of a seat's limit. */
	room?: number;
	unfitEvery?: number;
}

const enroll = (title: string, given: EnrollSettings = {}): Job & { most: number } => ({
	title,
	most: given.room === 0 ? BY_BATCHES : API_ENROLLMENTS_PER_INBOX,
	isUnfit: ({ properties }) => properties.hs_email_optout === 'true',
	prepare: async (stage, size) => {
		const room = Math.max(1, Math.ceil(size * (given.room ?? 1)));
		const limit = given.room === 0 ? SEAT_LIMIT : room;
		const cast = await Cast.open({ stage, contacts: 0, rep: { dailyLimit: limit } });
		addPeople(cast, size, given.unfitEvery);
		const { rep, sequence } = cast;
		const times = range(limit - room).map((order) => Date.now() - HOUR - order * MINUTE);
		addSentEmails(cast.account, { ownerId: rep.ownerId, times });
		return {
			node: 'sequence',
			parameters: {
				operation: 'enroll',
				contact: given.by === 'id' ? byId('={{ $json.id }}') : byEmail('={{ $json.email }}'),
				sequence: byId(sequence.id),
				sender: byId(rep.userId),
				...limitOf(limit),
				options: given.options ?? {},
			},
			items: cast.items,
			enroll: { sequenceId: sequence.id, userId: rep.userId, senderEmail: rep.email, room },
		};
	},
});

/** Of contacts that are in a sequence. */
const enrolled = (title: string, parameters: INodeParameters): Job => ({
	title,
	prepare: async (stage, size) => {
		const cast = await Cast.open({ stage, contacts: 0 });
		const { id } = addSequence(cast.account, { steps: [{}, { delayMillis: 30 * DAY }] });
		addBridge(cast);
		addPeople(cast, size);
		for (const contact of cast.contacts) enrollIn(cast, contact.id, id);
		return {
			node: 'sequence',
			parameters: { contact: byId('={{ $json.id }}'), ...parameters },
			items: cast.items,
		};
	},
});

const workflow = (title: string, parametersOn: (stage: Stage) => INodeParameters): Job => ({
	title,
	prepare: async (stage, size) => ({
		node: 'workflow',
		parameters: { contact: byEmail('={{ $json.email }}'), ...parametersOn(stage) },
		items: itemsOf(newPeople(stage, size)),
	}),
});

const byBatches = (job: Job): Job => ({ ...job, most: BY_BATCHES });

/** What the bench measures, by name. */
export const JOBS = {
	byId: enroll('enroll by id', { by: 'id' }),
	byEmail: enroll('enroll by email'),
	allChecks: enroll('enroll by id, all checks', {
		by: 'id',
		unfitEvery: UNFIT_EVERY,
		options: { cooldownDays: 30, maxPerDomain: 1_000_000, verify: false },
	}),
	beyond: enroll('room for a quarter', { room: 0.25, unfitEvery: UNFIT_EVERY }),
	held: enroll('room for one: the rest held', { room: 0 }),
	status: enrolled('status', { operation: 'status' }),
	unenroll: byBatches(
		enrolled('unenroll', {
			operation: 'unenroll',
			options: { pollSeconds: 1, waitSeconds: 120 },
		}),
	),
	direct: workflow('workflow, Direct', (stage) =>
		on('enroll', newFlow(stage), { method: 'direct', enrollmentsPerDay: 0 }),
	),
	list: byBatches(
		workflow('workflow, List', (stage) =>
			byList('enroll', listFlow(stage), { enrollmentsPerDay: 0 }),
		),
	),
	property: byBatches(
		workflow('workflow, Property', (stage) =>
			byProperty('enroll', propertyFlow(stage), 'yes', { enrollmentsPerDay: 0 }),
		),
	),
} satisfies Record<string, Job>;

export type JobName = keyof typeof JOBS;
