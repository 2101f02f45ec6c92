import { countBy } from 'lodash';

import type { LedgerEntry } from '../../nodes/shared/ledger/ledger';
import { hourOf } from '../../nodes/shared/quota/hours';
import { owedByEach, singles } from '../../nodes/shared/quota/owed';
import { storedLedger } from '../../test/support/storedLedger';
import { isOpen } from '../hubspot/account/types';
import { mayFallBack } from './fallBack';
import type { Finding } from './finding';
import { enrollmentsMade } from './made';
import type { Played } from './played';
import { saidBy } from './words';
import { HOUR } from './world';

/** Emails of one contact in one sequence. */
interface Owed {
	/** By the ledger. */
	planned: number;
	/** That HubSpot is going to send: of what n8n made, and of what people made as well. */
	open: number;
	byHand: number;
	/** Places in the ledger that owe something. */
	places: number;
}

/** Once all has settled, the ledger owes what HubSpot is going to send. */
export function judgeLedger(played: Played): Finding[] {
	const { story, world } = played;
	if (story.node === 'workflow') return [];
	const entries = entriesOf(played);
	if (!entries) return [];
	const doubtful = doubtfulContacts(played);
	const persons = new Set(world.contacts.map(({ id }) => id));
	const enrollments = countBy(enrollmentsMade(played), 'contactId');
	// What HubSpot drops in silence is in no log.
	const isSilent = world.hubspot.account.droppedSends.length > 0;
	return [...owedOf(played, entries)].flatMap(
		([name, { planned, open, byHand, places }]): Finding[] => {
			const [contactId, sequenceId] = name.split(' ');
			const times = enrollments[contactId] ?? 0;
			const detail = `contact ${contactId} in ${sequenceId}: the ledger owes ${planned} emails (${places} places), HubSpot has ${open} to send, and ${byHand} by hand`;
			if (!persons.has(contactId) || times + planned === 0) return [];
			if (places > 1 && times < 2 && !mayReplace(played))
				return [{ kind: 'one contact has two places in the ledger', detail }];
			if (planned < open && times > 0 && !hasFallenBack(played) && !followsByHand(played, name))
				return [{ kind: 'the ledger owes less than HubSpot is going to send', detail }];
			if (
				planned > open + byHand &&
				times < 2 &&
				!doubtful.has(contactId) &&
				!isSilent &&
				!hasFallenBack(played)
			)
				return [{ kind: 'the ledger keeps room that nobody takes', detail }];
			return [];
		},
	);
}

/** Undefined where the ledger is one of processes, and so is in pieces. */
function entriesOf({ story, machine, records, world }: Played): LedgerEntry[] | undefined {
	if (story.tables) return storedLedger(world.stage);
	const isWhole =
		records.every(({ run, crashed }) => run.worker === 0 && !crashed) &&
		story.acts.every(({ kind }) => kind !== 'restart');
	return isWhole ? machine.workers[0].ledger() : undefined;
}

function owedOf({ world }: Played, entries: readonly LedgerEntry[]): Map<string, Owed> {
	const found = new Map<string, Owed>();
	// Who was just seen to have left may have sent what the log does not show yet.
	const now = Date.now() + HOUR;
	const of = (name: string) => {
		const known = found.get(name) ?? { planned: 0, open: 0, byHand: 0, places: 0 };
		found.set(name, known);
		return known;
	};
	for (const { row } of entries) {
		const places = new Map<string, number>();
		for (const one of singles(row.owed)) {
			const [[contactId] = ['nobody']] = one.members;
			const planned = owedByEach(row.owed, one, now);
			const name = `${contactId} ${one.targetId}`;
			const owed = of(name);
			owed.planned += planned;
			if (planned === 0) continue;
			places.set(name, (places.get(name) ?? 0) + 1);
			owed.places = Math.max(owed.places, places.get(name) ?? 0);
		}
	}
	for (const enrollment of world.hubspot.account.enrollments) {
		if (!isOpen(enrollment)) continue;
		const unsent = enrollment.plan.filter(({ kind, done }) => kind === 'EMAIL' && !done).length;
		const owed = of(`${enrollment.contactId} ${enrollment.sequenceId}`);
		owed[world.byHand.has(enrollment) ? 'byHand' : 'open'] += unsent;
	}
	return found;
}

/** Of whom somebody was told that it is not known, or nothing at all. */
function doubtfulContacts({ records, world }: Played): Set<string> {
	return new Set(
		records.flatMap((record) =>
			saidBy(record)
				.filter(({ word }) => word === 'unknown' || word === 'nothing')
				.flatMap(({ index }) => {
					const { person = 'nobody' } = record.run.items[index] ?? {};
					return person === 'nobody' ? [] : [world.contacts[person].id];
				}),
		),
	);
}

/**
 * An enrollment by hand that sent in the very hour in which ours took its place: the ledger, which knows
 * none but ours, and by the hour, takes that email for its own.
 */
function followsByHand({ world }: Played, name: string): boolean {
	const all = world.hubspot.account.enrollments.filter(
		({ contactId, sequenceId }) => name === `${contactId} ${sequenceId}`,
	);
	const ours = all.filter((one) => !world.byHand.has(one)).map(({ enrolledAt }) => enrolledAt);
	return all
		.filter((one) => world.byHand.has(one))
		.flatMap(({ plan }) => plan)
		.some(({ done, at }) => done && ours.some((made) => hourOf(made) === hourOf(at) && at < made));
}

/** Who starts a sequence again has the place of the first time until it has left. */
const mayReplace = ({ records }: Played): boolean =>
	records.some(({ run }) => run.options.alreadyEnrolled === 'replace');

/** A run may have gone on with the ledger of its process, as it was told to. */
const hasFallenBack = ({ story }: Played): boolean =>
	story.acts.some(
		(act) => act.kind === 'runs' && act.outages.length > 0 && act.runs.some(mayFallBack),
	);
