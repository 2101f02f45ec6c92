import { Stage } from '../../test/support/n8n/stage';
import { present } from '../../test/support/present';
import {
	ACTION,
	addContact,
	addEnrollment,
	addFlow,
	addList,
	addRep,
	addSequence,
	BRIDGE_PROPERTY,
	inARow,
	startEnrollment,
	type Contact,
	type Enrollment,
	type FilterBranch,
	type Flow,
	type HubspotServer,
	type LoggedRequest,
	type Rep,
	type Sequence,
} from '../hubspot';
import type { ByHand, Item, PersonState, Run, Story } from './story';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** The contact property that starts the workflow of a story. */
export const START_PROPERTY = 'start_nurture';

const whereProperty = (property: string, operator: string, ...values: string[]): FilterBranch => ({
	filterBranchType: 'OR',
	filterBranches: [
		{
			filterBranchType: 'AND',
			filterBranches: [],
			filters: [
				{
					filterType: 'PROPERTY',
					property,
					operation: {
						operator,
						operationType: 'ALL_PROPERTY',
						...(values.length > 0 && { values }),
					},
				},
			],
		},
	],
});

const whereOnList = (listId: string): FilterBranch => ({
	filterBranchType: 'OR',
	filterBranches: [
		{
			filterBranchType: 'AND',
			filterBranches: [],
			filters: [{ filterType: 'IN_LIST', operator: 'IN_LIST', listId }],
		},
	],
});

const A_WEEK = { actionTypeId: ACTION.delay, fields: { delta: '10080', time_unit: 'MINUTES' } };
const AN_EMAIL = { actionTypeId: ACTION.marketingEmail, fields: { content_id: '900101' } };

/** The HubSpot account of a story, as it is when the story begins. */
export class World {
	readonly reps: Rep[];
	readonly target: Sequence;
	readonly contacts: Contact[];
	/** Of each way to enroll in a workflow. */
	readonly flows: Record<'direct' | 'list' | 'property', Flow>;
	readonly listId: string;
	/** Enrollments that people made, past n8n. */
	readonly byHand = new Set<Enrollment>();
	/** Told of every request when it comes. */
	onRequest: (request: LoggedRequest) => void = () => {};
	private readonly other: Sequence;

	/** @param stage one without records */
	constructor(
		readonly stage: Stage,
		readonly story: Story,
	) {
		const { account, settings } = stage.hubspot;
		Object.assign(settings, story.hubspot);
		this.reps = ['ann', 'bob'].map((name) =>
			addRep(account, { email: `${name}@fjordline.example`, dailyLimit: story.limit }),
		);
		const steps = story.emails.map((_, order) => ({
			delayMillis: order === 0 ? 0 : present(story.emails[order - 1]) * DAY,
		}));
		this.target = addSequence(account, { name: 'Outbound intro', steps });
		this.other = addSequence(account, { name: 'Other', steps: [{}, { delayMillis: 9 * DAY }] });
		this.contacts = story.people.map((state, order) => this.addPerson(state, order));
		account.properties.set(BRIDGE_PROPERTY, 'datetime').set(START_PROPERTY, 'string');
		addFlow(account, {
			name: 'Bridge',
			enrollmentCriteria: {
				type: 'LIST_BASED',
				shouldReEnroll: true,
				listFilterBranch: whereProperty(BRIDGE_PROPERTY, 'IS_KNOWN'),
			},
			actions: inARow([{ actionTypeId: ACTION.unenrollFromSequence }]),
		});
		this.listId = addList(account, { name: 'Starts the workflow' }).listId;
		const criteria = {
			direct: undefined,
			list: whereOnList(this.listId),
			property: whereProperty(START_PROPERTY, 'IS_EQUAL_TO', 'yes'),
		};
		const flowOf = (name: keyof typeof criteria) => this.addTarget(name, criteria[name]);
		this.flows = { direct: flowOf('direct'), list: flowOf('list'), property: flowOf('property') };
		const add = stage.hubspot.requests.add.bind(stage.hubspot.requests);
		stage.hubspot.requests.add = (request) => {
			add(request);
			this.onRequest(request);
		};
	}

	get hubspot(): HubspotServer {
		return this.stage.hubspot;
	}

	/** The workflow that a run is about. */
	flowOf({ parameters: { method } }: Run): Flow {
		return method === 'list' || method === 'property' ? this.flows[method] : this.flows.direct;
	}

	/** How the item names its contact. */
	json({ person, by }: Item): { contact: string } {
		const contact = person === 'nobody' ? undefined : present(this.contacts[person]);
		if (by === 'id') return { contact: contact?.id ?? '999999' };
		return { contact: contact?.properties.email ?? 'nobody@customer.example' };
	}

	/** A person does something in HubSpot. */
	act({ person, does }: ByHand): void {
		const { account } = this.hubspot;
		const { id, properties } = present(this.contacts[person]);
		if (does === 'is taken out by a rep') account.unenroll(id);
		else if (does === 'replies') account.reply(id);
		else if (!account.openEnrollment(id) && properties.email) {
			const { userId, email: senderEmail } = present(this.reps[0]);
			const request = { contactId: id, sequenceId: this.target.id, userId, senderEmail };
			this.byHand.add(startEnrollment(account, request));
		}
	}

	/** Someone new, whom no story names. */
	addStranger(): Contact {
		return addContact(this.hubspot.account);
	}

	private addPerson(state: PersonState, order: number): Contact {
		const { account } = this.hubspot;
		const contact = addContact(account, {
			properties: {
				email: state === 'without an address' ? null : `person-${order}@firm-${order % 2}.example`,
				hubspot_owner_id: present(this.reps[order % 2]).ownerId,
				...(state === 'opted out' && { hs_email_optout: 'true' }),
				...(state === 'bounced' && { hs_email_hard_bounce_reason_enum: 'UNKNOWN_USER' }),
			},
		});
		const enroll = (sequence: Sequence) => {
			const enrolledAt = account.clock.now() - 2 * DAY - 5 * HOUR;
			const given = { contactId: contact.id, sequenceId: sequence.id, enrolledAt };
			this.byHand.add(addEnrollment(account, given));
		};
		if (state === 'in another sequence') enroll(this.other);
		if (state === 'in the target' || state === 'was in the target') enroll(this.target);
		if (state === 'was in the target') account.unenroll(contact.id);
		return contact;
	}

	private addTarget(name: string, listFilterBranch: FilterBranch | undefined): Flow {
		const { reEnroll: shouldReEnroll, stays } = this.story;
		return addFlow(this.hubspot.account, {
			name: `Nurture by ${name}`,
			actions: inARow(stays ? [AN_EMAIL, A_WEEK] : [AN_EMAIL]),
			enrollmentCriteria: listFilterBranch
				? { type: 'LIST_BASED', shouldReEnroll, listFilterBranch }
				: { type: 'MANUAL', shouldReEnroll },
		});
	}
}
