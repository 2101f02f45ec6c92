import {
	addContact,
	addRep,
	addSentEmails,
	addSequence,
	startEnrollment,
	type Account,
} from '../hubspot';
import { Stage } from '../../test/support/n8n/stage';
import type { ByHand } from './byHand';
import { Agenda } from './agenda';
import { TraceClock } from './clock';
import { letLive, noteLeaving } from './life';
import type { Person } from './person';
import type { Scenario, TraceRep } from './scenario';
import { SEQUENCES } from './sequences';
import { DAY, HOUR, MINUTE, START } from './time';

/** Beyond the limit the stand-in sends all the same, so that all of it is counted. */
const HUBSPOT = {
	overLimit: 'allow',
	searchLagMs: 5 * MINUTE,
	propertyLagMs: 5_000,
	bridgeDelayMs: 80_000,
} as const;

/**
 * HubSpot's log is asked for a day, and from the last look on, which is never longer ago: new contacts
 * of each rep come every day. So what is older need not be searched each time.
 */
const LOG_KEPT = DAY + HOUR;

/** A stand-in HubSpot on the clock of the trace, and what happens there without n8n. */
export class World {
	/** What n8n does. */
	readonly agenda = new Agenda();
	private readonly people = new Map<string, Person>();

	private constructor(
		readonly scenario: Scenario,
		readonly clock: TraceClock,
		readonly stage: Stage,
	) {}

	static async open(scenario: Scenario): Promise<World> {
		const clock = new TraceClock(START);
		const stage = await Stage.open({
			clock: () => clock.now(),
			settings: { ...HUBSPOT, seed: scenario.options.seed, ...scenario.options.hubspot },
		});
		const { account } = stage.hubspot;
		for (const { ownerId, userId, email, limit } of scenario.reps) {
			addRep(account, { ownerId, userId, email, dailyLimit: limit });
		}
		for (const sequence of SEQUENCES) addSequence(account, sequence);
		const world = new World(scenario, clock, stage);
		letLive(account, (contactId) => world.people.get(contactId));
		for (const doing of scenario.byHand) account.clock.at(doing.at, () => world.act(doing));
		return world;
	}

	get account(): Account {
		return this.stage.hubspot.account;
	}

	repOf({ rep }: Pick<Person, 'rep'>): TraceRep {
		return this.scenario.reps[rep];
	}

	/** Runs everything in the order of time, up to the end of the trace. */
	async run(): Promise<void> {
		for (;;) {
			const next = this.agenda.next(this.scenario.end);
			if (!next) break;
			this.goTo(next.at);
			await next.run();
		}
		this.goTo(this.scenario.end);
	}

	/** A contact comes into the account. */
	add(person: Person): void {
		const { ownerId } = this.repOf(person);
		this.people.set(person.id, person);
		addContact(this.account, {
			id: person.id,
			properties: { email: addressOf(person), hubspot_owner_id: ownerId },
		});
	}

	private goTo(at: number): void {
		this.clock.moveTo(at);
		this.stage.hubspot.clock.runDue();
		const { account } = this;
		account.emails = account.emails.filter(({ recordedAt }) => recordedAt > at - LOG_KEPT);
	}

	private act(doing: ByHand): void {
		const { ownerId, userId, email } = this.repOf(doing);
		if (doing.kind === 'enrollment') {
			const { person } = doing;
			this.add(person);
			const request = { contactId: person.id, sequenceId: person.sequenceId, userId };
			startEnrollment(this.account, { ...request, senderEmail: email });
			noteLeaving(this.account, person);
			return;
		}
		const sequenceId = doing.kind === 'oneToOneMail' ? null : SEQUENCES[0].id;
		addSentEmails(this.account, { ownerId, times: [doing.at], sequenceId });
	}
}

export const addressOf = ({ id }: Person): string => `person-${id}@customer.example`;
