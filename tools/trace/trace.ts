import { byId } from '../../test/support/n8n/stage';
import type { Guard } from './guard';
import { noteLeaving } from './life';
import type { Person } from './person';
import { DAY, HOUR, MINUTE, START } from './time';
import { Waits, type Wait } from './waits';
import type { World } from './world';

/** When, each day, Unenroll is run. */
const UNENROLL_AT = 17.5 * HOUR;
const QUARTER = 15 * MINUTE;

export interface TraceRecord {
	enrolled: number;
	waits: readonly Wait[];
	/** Requests to HubSpot by runs of Enroll. */
	requests: number;
	runs: number;
	/** How often contacts were held, by reason. */
	held: Record<string, number>;
}

/** The month of an n8n that enrolls: new contacts come, the held ones come again, some are taken out. */
export class Trace {
	private readonly waits = new Waits();
	/** When held contacts go again, ms. */
	private readonly retries = new Set<number>();
	private readonly toUnenroll: Person[] = [];
	private readonly record = {
		enrolled: 0,
		requests: 0,
		runs: 0,
		held: {} as Record<string, number>,
	};

	constructor(
		private readonly world: World,
		private readonly guard: Guard,
	) {}

	/** @param onDay told at the end of each day */
	async run(onDay: () => void): Promise<TraceRecord> {
		const { agenda, scenario } = this.world;
		for (const { at, people } of scenario.arrivals) {
			agenda.note(at, async () => await this.arrive(people));
		}
		for (let day = START; day < scenario.end; day += DAY) {
			agenda.note(day + UNENROLL_AT, async () => await this.unenroll());
			agenda.note(day + DAY - 1, onDay);
		}
		await this.world.run();
		return { ...this.record, waits: this.waits.all };
	}

	private async arrive(people: Person[]): Promise<void> {
		for (const person of people) this.world.add(person);
		await this.enroll(people);
	}

	private async enroll(people: readonly Person[]): Promise<void> {
		if (people.length === 0) return;
		const { requests } = this.world.stage.hubspot;
		requests.clear();
		const { enrolled, held } = await this.guard.enroll(people);
		this.record.runs++;
		this.record.requests += requests.count();
		this.record.enrolled += enrolled.length;
		const now = Date.now();
		for (const person of enrolled) {
			this.waits.end(person, now);
			noteLeaving(this.world.account, person);
			const { leaves } = person;
			if (leaves?.way !== 'node') continue;
			this.world.agenda.note(now + leaves.after, () => void this.toUnenroll.push(person));
		}
		for (const { person, reason, retryAt } of held) {
			this.record.held[reason] = (this.record.held[reason] ?? 0) + 1;
			this.waits.hold(person, retryAt, now);
		}
		for (const at of new Set(held.map(({ retryAt }) => retryAt))) this.retry(at);
	}

	/** Every quarter of an hour those whose `retryAt` has come go in one run, as on a schedule in n8n. */
	private retry(retryAt: number): void {
		const earliest = Math.max(retryAt, Date.now() + 1);
		const at = START + Math.ceil((earliest - START) / QUARTER) * QUARTER;
		if (this.retries.has(at)) return;
		this.retries.add(at);
		this.world.agenda.note(at, async () => await this.enroll(this.waits.due(at)));
	}

	private async unenroll(): Promise<void> {
		const people = this.toUnenroll.splice(0);
		if (people.length === 0) return;
		const run = await this.world.stage.sequence(
			people.map(({ id }) => ({ id })),
			{
				parameters: {
					operation: 'unenroll',
					contact: byId('={{ $json.id }}'),
					options: { createBridge: true },
				},
			},
		);
		if (run.error) throw run.error;
		const pending = run.json[0].filter(({ outcome }) => outcome === 'pending');
		const ids = new Set(pending.map(({ contactId }) => contactId));
		this.toUnenroll.push(...people.filter(({ id }) => ids.has(id)));
	}
}
