export type PropertyType = 'string' | 'number' | 'datetime' | 'bool' | 'enumeration';

const CONTACT: Record<PropertyType, string[]> = {
	string: [
		'email',
		'firstname',
		'lastname',
		'company',
		'phone',
		'jobtitle',
		'city',
		'country',
		'hubspot_owner_id',
		'hs_object_id',
		'hs_email_hard_bounce_reason',
	],
	number: [
		'hs_sequences_actively_enrolled_count',
		'hs_sequences_enrolled_count',
		'hs_latest_sequence_enrolled',
		'hs_email_bounce',
	],
	datetime: [
		'createdate',
		'lastmodifieddate',
		'hs_latest_sequence_enrolled_date',
		'hs_latest_sequence_ended_date',
		'hs_latest_sequence_finished_date',
		'hs_latest_sequence_unenrolled_date',
		'hs_email_recipient_fatigue_recovery_time',
		'notes_last_contacted',
	],
	bool: [
		'hs_sequences_is_enrolled',
		'hs_email_optout',
		'hs_email_quarantined',
		'hs_email_bad_address',
		'hs_email_is_ineligible',
	],
	enumeration: [
		'lifecyclestage',
		'hs_lead_status',
		'hs_email_quarantined_reason',
		'hs_email_customer_quarantined_reason',
		'hs_email_hard_bounce_reason_enum',
		'hs_marketable_status',
		'hs_emailconfirmationstatus',
	],
};

const EMAIL: Record<PropertyType, string[]> = {
	string: [
		'hs_email_from_email',
		'hs_email_to_email',
		'hs_email_sender_email',
		'hs_email_subject',
		'hubspot_owner_id',
		'hs_sequence_id',
		'hs_template_id',
	],
	number: ['hs_object_id'],
	datetime: ['hs_timestamp', 'hs_createdate', 'hs_lastmodifieddate'],
	bool: [],
	enumeration: ['hs_email_direction', 'hs_email_status'],
};

function typesOf(table: Record<PropertyType, string[]>): Map<string, PropertyType> {
	const types = new Map<string, PropertyType>();
	for (const type of Object.keys(table) as PropertyType[]) {
		for (const name of table[type]) types.set(name, type);
	}
	return types;
}

/** HubSpot's own contact properties that matter here, by name. */
export function baseProperties(): Map<string, PropertyType> {
	return typesOf(CONTACT);
}

export const EMAIL_PROPERTIES: ReadonlyMap<string, PropertyType> = typesOf(EMAIL);

/** Properties HubSpot keeps itself; writing one by API is refused. */
export function isReadOnly(name: string): boolean {
	return (
		/^hs_(sequences|latest_sequence)_/.test(name) ||
		['hs_object_id', 'createdate', 'lastmodifieddate', 'hs_marketable_status'].includes(name)
	);
}
