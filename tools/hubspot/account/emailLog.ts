import type { AccountState } from './state';
import type { EmailRecord, Enrollment, PlannedStep, Properties } from './types';

interface OutgoingEmail {
	/** Epoch ms. */
	at: number;
	fromEmail: string;
	toEmail: string;
	ownerId: string;
	contactId: string | null;
	/** One-to-one mail has none. */
	sequenceId: string | null;
	templateId?: string;
}

type Status = 'SENT' | 'SCHEDULED';

/** As HubSpot logs it; nothing tells the step of its sequence, but the template may (hubspot-api.md 6). */
function propertiesOf(
	id: string,
	email: OutgoingEmail,
	loggedAt: number,
	status: Status,
): Properties {
	const logged = new Date(loggedAt).toISOString();
	return {
		hs_object_id: id,
		// What a search may ask for and does not show.
		'associations.contact': email.contactId,
		hs_timestamp: new Date(email.at).toISOString(),
		hs_createdate: logged,
		hs_lastmodifieddate: logged,
		hs_email_direction: 'EMAIL',
		hs_email_status: status,
		hs_email_subject: 'Hello',
		hs_email_from_email: email.fromEmail,
		hs_email_sender_email: email.fromEmail,
		hs_email_to_email: email.toEmail,
		hubspot_owner_id: email.ownerId,
		hs_sequence_id: email.sequenceId,
		hs_template_id: email.templateId ?? null,
	};
}

/** An outgoing email as HubSpot logs it when it went out. */
export function logEmail(account: AccountState, email: OutgoingEmail): void {
	const id = account.nextId('66');
	account.emails.push({
		id,
		contactId: email.contactId,
		recordedAt: email.at,
		properties: propertiesOf(id, email, email.at, 'SENT'),
		stale: [],
	});
}

/** The email of a step, going out at `at`. */
function emailOf(
	account: AccountState,
	enrollment: Enrollment,
	{ stepOrder }: PlannedStep,
	at: number,
): OutgoingEmail {
	const { contactId, sequenceId, senderEmail, toEmail } = enrollment;
	const step = account.sequence(sequenceId)?.steps.find((one) => one.stepOrder === stepOrder);
	return {
		at,
		fromEmail: senderEmail,
		toEmail,
		ownerId: account.repByUser(enrollment.userId)?.ownerId ?? '',
		contactId,
		sequenceId,
		templateId: step?.templateId,
	};
}

/** Logs an email ahead of its time, if `logsScheduled` says so; again with another instant, moves it. */
export function logScheduled(
	account: AccountState,
	enrollment: Enrollment,
	step: PlannedStep,
	at: number,
): void {
	if (!account.settings.logsScheduled) return;
	const email = emailOf(account, enrollment, step, at);
	const known = enrollment.scheduled;
	if (known?.properties.hs_timestamp === new Date(at).toISOString()) return;
	const now = account.clock.now();
	const id = known?.id ?? account.nextId('66');
	const properties = propertiesOf(id, email, now, 'SCHEDULED');
	enrollment.scheduled = put(account, { id, contactId: email.contactId, properties }, known);
}

/** Logs an email that goes out at `at`; one that was logged ahead of its time becomes it. */
export function logSent(
	account: AccountState,
	enrollment: Enrollment,
	step: PlannedStep,
	at: number,
): void {
	const email = emailOf(account, enrollment, step, at);
	const known = enrollment.scheduled;
	if (!known) {
		logEmail(account, email);
		return;
	}
	const properties = propertiesOf(known.id, email, at, 'SENT');
	put(account, { id: known.id, contactId: email.contactId, properties }, known);
	enrollment.scheduled = undefined;
}

/** Takes an email out of the log that was to go out later. */
export function unlogScheduled(account: AccountState, enrollment: Enrollment): void {
	const { scheduled } = enrollment;
	if (!scheduled) return;
	account.emails = account.emails.filter((record) => record !== scheduled);
	enrollment.scheduled = undefined;
}

/** Puts a record into the log, in place of `former`, which search shows for the lag. */
function put(
	account: AccountState,
	given: Pick<EmailRecord, 'id' | 'contactId' | 'properties'>,
	former: EmailRecord | undefined,
): EmailRecord {
	const now = account.clock.now();
	const record: EmailRecord = { ...given, recordedAt: now, stale: [] };
	if (former) {
		const shown = searchableEmail(account, former);
		if (shown) record.stale.push({ until: now + account.settings.searchLagMs, properties: shown });
		record.properties.hs_createdate = former.properties.hs_createdate;
		account.emails = account.emails.filter((one) => one !== former);
	}
	account.emails.push(record);
	return record;
}

/** The properties of an email as search sees them now; undefined while it does not know it. */
export function searchableEmail(
	{ clock, settings }: AccountState,
	{ recordedAt, properties, stale }: EmailRecord,
): Properties | undefined {
	const now = clock.now();
	const former = stale.find(({ until }) => until > now);
	if (former) return former.properties;
	return recordedAt + settings.searchLagMs <= now ? properties : undefined;
}
