import { readAccount, type Account } from '../../shared/hubspot/account';
import { BATCH_SIZE } from '../../shared/hubspot/contacts';
import { MEMBERSHIP_BATCH_SIZE } from '../../shared/hubspot/memberships';
import { MAIL_PROPERTIES, SEQUENCE_PROPERTIES } from '../../shared/contacts/eligibility';
import { isFromList, readContacts } from '../../shared/contacts/readContacts';
import { resolveContacts } from '../../shared/contacts/resolveContacts';
import { enrollWithin } from '../../shared/enroll/enrollWithin';
import type { EnrollResults } from '../../shared/enroll/enrollResults';
import { openEnroll, type EnrollRun, type EnrollSteps } from '../../shared/enroll/enrollRun';
import { withinRunCap } from '../../shared/enroll/runCap';
import { Parameters } from '../../shared/n8n/parameters';
import type { Run } from '../../shared/n8n/router';
import { enrollMethodField, hintDirect, type EnrollMethod } from '../trigger/methodFields';
import { notOnList } from '../trigger/onListAlready';
import type { Candidate } from './candidate';
import { chooseCandidates } from './chooseCandidates';
import { enrollByList } from './enrollByList';
import { enrollByProperty } from './enrollByProperty';
import { enrollOne } from './enrollOne';
import { readEnrollParameters, type EnrollParameters } from './enrollParameters';
import { notInAlready } from './inAlready';
import { ofEarlierRun } from './ofEarlierRun';
import { onRefusal } from './refusal';
import { workflowQuotas } from './workflowQuotas';

const STEPS: Record<EnrollMethod, EnrollSteps<Candidate, EnrollRun>> = {
	direct: { enrollOne, ofEarlierRun, onRefusal },
	list: { atOnce: MEMBERSHIP_BATCH_SIZE, enrollMany: enrollByList, ofEarlierRun, onRefusal },
	property: { atOnce: BATCH_SIZE, enrollMany: enrollByProperty, ofEarlierRun, onRefusal },
};

/** Enrolls the contact of every item in a workflow, within its cap of enrollments per day and the month's emails. */
export async function enroll(opened: Run<EnrollResults>): Promise<void> {
	const { context, client, settings, results } = opened;
	const run = openEnroll(opened);
	const method = Parameters.ofRun(context).choice(enrollMethodField);
	if (settings.apiRoutes !== 'crmObjects') hintDirect(run, method);
	const asked = await readContacts(opened, (parameters) =>
		readEnrollParameters(parameters, method),
	);
	const items = [...asked.values()];
	const refs = items.map(({ contact }) => contact);
	const contactOf = await resolveContacts(client, refs, propertiesOf(items));
	const candidates = await chooseCandidates(run, asked, contactOf);
	const open = settings.dryRun ? await notOnList(client, results, candidates) : candidates;
	const comesAgain = method === 'direct' && isFromList(opened);
	const clear = comesAgain ? await notInAlready(run, open) : open;
	let account: Account | undefined;
	for await (const chosen of withinRunCap(run, clear)) {
		account ??= await readAccount(client);
		await enrollWithin(run, workflowQuotas(run, chosen, account), STEPS[method]);
	}
}

const propertiesOf = (items: readonly EnrollParameters[]): string[] => [
	...MAIL_PROPERTIES,
	...SEQUENCE_PROPERTIES,
	'hs_marketable_status',
	...items.flatMap(({ trigger }) => (trigger && 'property' in trigger ? [trigger.property] : [])),
];
