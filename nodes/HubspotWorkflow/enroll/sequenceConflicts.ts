import type { Contact } from '../../shared/hubspot/contacts';
import type { SequencesApi } from '../../shared/hubspot/sequences';
import { sequenceStanding } from '../../shared/contacts/eligibility';
import { SKIPPED_REASONS } from '../../shared/reasons';
import { isAny, type Conflicts } from '../../shared/overlap/conflicts';
import { hasTheme } from '../../shared/overlap/theme';

interface CurrentSequence {
	/** Undefined where HubSpot does not tell it. */
	id: string | undefined;
	name: string | undefined;
}

/** Finds contacts that a rep is writing to in a sequence that must not overlap with the workflow. */
export class SequenceConflicts {
	private readonly known = new Map<string, CurrentSequence>();

	constructor(private readonly api: SequencesApi) {}

	/**
	 * Why the contact must not enter, or undefined. The id of its sequence is on the contact; only a name
	 * takes a request, one for each sequence.
	 *
	 * @throws HubspotFailure
	 */
	async find(contact: Contact, conflicts: Conflicts): Promise<string | undefined> {
		const { enrolled, latest } = sequenceStanding(contact);
		if (!enrolled) return undefined;
		if (isAny(conflicts)) return SKIPPED_REASONS.IN_SEQUENCE;
		if (latest.sequenceId !== null && conflicts.ids.includes(latest.sequenceId)) {
			const name = this.known.get(latest.sequenceId)?.name;
			return say(name === undefined ? latest.sequenceId : `"${name}"`);
		}
		if (latest.sequenceId !== null && conflicts.theme === '') return undefined;
		const { id, name } = await this.read(contact.id, latest.sequenceId ?? undefined);
		if (id !== undefined && conflicts.ids.includes(id)) return say(name ? `"${name}"` : id);
		if (conflicts.theme === '') return undefined;
		// Not to overlap counts more than to enroll.
		if (name === undefined) return 'The contact is in a sequence whose name HubSpot does not show';
		return hasTheme(conflicts.theme)(name) ? say(`"${name}"`) : undefined;
	}

	/** The enrollment names its sequence, so the sequence itself need not be read. */
	private async read(contactId: string, id: string | undefined): Promise<CurrentSequence> {
		const known = id === undefined ? undefined : this.known.get(id);
		if (known) return known;
		const found = await this.api.enrollmentOf(contactId);
		const current = { id: found?.sequenceId ?? id, name: found?.sequenceName };
		if (current.id !== undefined && current.name) this.known.set(current.id, current);
		return current;
	}
}

const say = (sequence: string) => `The contact is in the sequence ${sequence}`;
