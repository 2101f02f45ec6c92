import { DateTime } from 'luxon';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	addContact,
	addEnrollment,
	addRep,
	addSequence,
	type Contact,
	type Rep,
	type Sequence,
	type SequenceStep,
	type Settings,
} from '../../tools/hubspot';
import type { NodeRun } from './n8n/runNode';
import { byId, Stage, type Request } from './n8n/stage';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export interface CastOptions {
	/** How many contacts that nothing speaks against. */
	contacts?: number;
	rep?: Partial<Rep>;
	/** Steps of the sequence; one email sent at once unless given. */
	steps?: Array<Partial<SequenceStep>>;
	settings?: Partial<Settings>;
	/** One that is open, with settings of its own. */
	stage?: Stage;
}

export interface RunOptions extends Request {
	/** The node's Options. */
	options?: INodeParameters;
}

const open: Cast[] = [];
let reps = 0;

/** An address that no other rep has. */
export const newAddress = () => `rep-${++reps}@fjordline.example`;

/** A stand-in HubSpot with a rep, a sequence of the rep and some contacts. */
export class Cast {
	readonly contacts: Contact[];

	private constructor(
		readonly stage: Stage,
		readonly rep: Rep,
		readonly sequence: Sequence,
		contacts: number,
	) {
		this.contacts = Array.from({ length: contacts }, () => addContact(this.account));
	}

	static async open(given: CastOptions = {}): Promise<Cast> {
		// Asked anew each time, so that it follows a test that moves the time.
		const stage =
			given.stage ?? (await Stage.open({ settings: given.settings, clock: () => Date.now() }));
		const { account } = stage.hubspot;
		const rep = addRep(account, { email: newAddress(), ...given.rep });
		const sequence = addSequence(account, { name: 'Outbound intro', steps: given.steps });
		const cast = new Cast(stage, rep, sequence, given.contacts ?? 1);
		if (!given.stage) open.push(cast);
		return cast;
	}

	get account() {
		return this.stage.hubspot.account;
	}

	get hubspot() {
		return this.stage.hubspot;
	}

	/** An item for each contact. */
	get items(): IDataObject[] {
		return this.itemsOf(...this.contacts);
	}

	itemsOf(...contacts: Contact[]): IDataObject[] {
		return contacts.map(({ id, properties }) => ({ id, email: properties.email }));
	}

	addContact(properties: Contact['properties'] = {}, more: Partial<Contact> = {}): Contact {
		return addContact(this.account, { ...more, properties });
	}

	/** Enrolls the contacts of `items`, by id, in the sequence of the rep. */
	async enroll(items: IDataObject[] = this.items, given: RunOptions = {}): Promise<NodeRun> {
		return await this.run('enroll', items, given, {
			sequence: byId(this.sequence.id),
			sender: byId(this.rep.userId),
		});
	}

	async status(items: IDataObject[] = this.items, given: RunOptions = {}): Promise<NodeRun> {
		return await this.run('status', items, given);
	}

	async unenroll(items: IDataObject[] = this.items, given: RunOptions = {}): Promise<NodeRun> {
		return await this.run('unenroll', items, given);
	}

	async checkSendLimit(items: IDataObject[] = [{}], given: RunOptions = {}): Promise<NodeRun> {
		return await this.run('checkSendLimit', items, given, { sender: byId(this.rep.userId) });
	}

	/** Requests that try to enroll, of one contact or of all; a fault hides whose a request is. */
	enrollRequests(contact?: Contact) {
		return this.hubspot.requests.filter(
			({ method, path, body }) =>
				method === 'POST' &&
				/\/enrollments$/.test(path) &&
				(!contact || JSON.stringify(body ?? null).includes(`"${contact.id}"`)),
		);
	}

	/** How often HubSpot has enrolled the contact. */
	enrollments(contact: Contact): number {
		return this.account.enrollments.filter(({ contactId }) => contactId === contact.id).length;
	}

	private async run(
		operation: string,
		items: IDataObject[],
		{ options, parameters, ...request }: RunOptions,
		defaults: INodeParameters = {},
	): Promise<NodeRun> {
		return await this.stage.sequence(items, {
			...request,
			parameters: {
				operation,
				contact: byId('={{ $json.id }}'),
				...defaults,
				...(options && { options }),
				...parameters,
			},
		});
	}
}

/** For `afterAll`: stops every stand-in HubSpot of this file. */
export async function closeCasts(): Promise<void> {
	await Promise.all(open.splice(0).map(async ({ stage }) => await stage.close()));
}

/** A contact whose enrollment in another sequence began `age` (ms) ago. */
export function enrolledBefore({ account }: Cast, age: number): Contact {
	const contact = addContact(account);
	const { id: sequenceId } = addSequence(account);
	addEnrollment(account, { contactId: contact.id, sequenceId, enrolledAt: Date.now() - age });
	return contact;
}

/** Lets something happen between the look at contacts and the requests: when room is reserved for them. */
export function whenReserving({ stage: { dataTables } }: Cast, act: () => void): void {
	dataTables.onCall = ({ operation }) => {
		if (operation !== 'update' && operation !== 'insert') return;
		dataTables.onCall = undefined;
		act();
	};
}

/** A limit of `dailyLimit` sends in 24 hours. */
export const limitOf = (dailyLimit: number): INodeParameters => ({ plan: 'custom', dailyLimit });

/** Moves the time of the nodes and of the stand-in together; undone by `jest.restoreAllMocks`. */
export function timeMachine(): { advanceTo(instant: number): void } {
	const real = Date.now.bind(Date);
	let offset = 0;
	jest.spyOn(Date, 'now').mockImplementation(() => real() + offset);
	return {
		advanceTo: (instant) => {
			offset = Math.max(offset, instant - real());
		},
	};
}

/**
 * That hour (and ten minutes) of a day of next week: all of a file play in one week, whatever day it is.
 * @param weekday 1 for Monday
 */
export const nextWeek = (weekday: number, hour: number, zone = 'Europe/Berlin'): number =>
	DateTime.fromMillis(Date.now(), { zone })
		.startOf('week')
		.plus({ weeks: 1, days: weekday - 1 })
		.set({ hour, minute: 10 })
		.toMillis();

/** Runs slow scenarios side by side, before the tests look at what came of each. */
export function sideBySide<Row, Result>(rows: readonly Row[], act: (row: Row) => Promise<Result>) {
	const results = new Map<Row, Result>();
	beforeAll(async () => {
		await Promise.all(rows.map(async (row) => results.set(row, await act(row))));
	});
	return (row: Row): Result => {
		const result = results.get(row);
		if (result === undefined) throw new Error('This scenario did not run');
		return result;
	};
}
