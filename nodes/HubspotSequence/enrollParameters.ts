import type { IExecuteFunctions } from 'n8n-workflow';

import { readContactRef, type ContactRef } from '../shared/items/contactRef';
import { Problem } from '../shared/items/problem';
import { readCap } from '../shared/items/runSettings';
import { readConflicts, type Conflicts } from '../shared/overlap/conflicts';
import type { SendLimitMode } from '../shared/sendLimit/decide';
import {
	senderLimit,
	type LimitSettings,
	type Mailbox,
	type Plan,
} from '../shared/sendLimit/plans';
import { readTriggerProperty } from './bridge/bridgeSettings';
import { readUserRef, readUserRefs, type SenderRef } from './senders';
import { readSequenceId } from './sequenceRef';

/** The parameters of one item of Enroll. */
export interface EnrollParameters {
	contact: ContactRef;
	sequenceId: string;
	sender: SenderRef;
	/** An inbox of the sender other than the one of the login. */
	senderEmail?: string;
	senderAliasAddress?: string;
	mode: SendLimitMode;
	limit: LimitSettings;
	/** Enrollments of one company by one sender in 24 hours; 0 for no cap. */
	maxPerDomain: number;
	alreadyEnrolled: 'skip' | 'fail' | 'replace';
	cooldownDays: number;
	/** Workflows that the contact must not be in; undefined where it does not matter. */
	conflicts: Conflicts | undefined;
	skipIneligible: boolean;
}

/** @throws Problem for what the user has to correct, before any request for the item */
export function readEnrollParameters(context: IExecuteFunctions, index: number): EnrollParameters {
	const option = <T>(name: string, fallback: T) =>
		context.getNodeParameter(`options.${name}`, index, fallback) as T;
	const sequenceId = readSequenceId(context, 'sequence', index);
	if (!sequenceId) {
		throw new Problem('The Sequence of this item is empty', 'Choose a sequence in this node.');
	}
	refuseInbox(context, index);
	return {
		contact: readContactRef(context, index),
		sequenceId,
		sender: readSender(context, index),
		senderEmail: option('senderEmail', '').trim() || undefined,
		senderAliasAddress: option('senderAliasAddress', '').trim() || undefined,
		mode: context.getNodeParameter('sendLimitMode', index, 'hold') as SendLimitMode,
		limit: readLimit(context, index),
		maxPerDomain: readCap('Max per Domain', option('maxPerDomain', 0)),
		alreadyEnrolled: readAlreadyEnrolled(context, index),
		cooldownDays: option('cooldownDays', 0),
		conflicts:
			option<string>('ifInWorkflow', 'ignore') === 'skip'
				? readConflicts(context, index, 'conflictingWorkflows', 'workflow')
				: undefined,
		skipIneligible: option('skipIneligible', true),
	};
}

/** @throws Problem where contacts are to be replaced by means of a property that cannot be one */
function readAlreadyEnrolled(
	context: IExecuteFunctions,
	index: number,
): EnrollParameters['alreadyEnrolled'] {
	const given = context.getNodeParameter('options.alreadyEnrolled', index, 'skip');
	if (given === 'replace') readTriggerProperty(context);
	return given as EnrollParameters['alreadyEnrolled'];
}

/** @throws Problem where an inbox is named that the unpublished route has no field for */
function refuseInbox(context: IExecuteFunctions, index: number): void {
	if (context.getNodeParameter('options.apiRoutes', 0, 'published') !== 'crmObjects') return;
	const inbox = ['senderEmail', 'senderAliasAddress'].find(
		(name) => context.getNodeParameter(`options.${name}`, index, '') !== '',
	);
	if (inbox === undefined) return;
	throw new Problem(
		'The CRM Object Routes cannot send from an inbox of your choice',
		'Remove the Sender Email and Sender Alias options, or set the API Routes option to Published.',
	);
}

function readSender(context: IExecuteFunctions, index: number): SenderRef {
	const mode = context.getNodeParameter('senderMode', index, 'user') as string;
	if (mode === 'contactOwner') {
		return { by: 'contactOwner', fallback: readUserRef(context, 'options.fallbackSender', index) };
	}
	return mode === 'rotate' ? requireUsers(context, index) : requireUser(context, index);
}

/** @throws Problem where nobody is chosen, or an inbox that only one of them can have */
export function requireUsers(context: IExecuteFunctions, index: number): SenderRef {
	const among = readUserRefs(context, 'senders', index);
	if (among.length === 0) {
		throw new Problem(
			'The Senders of this item are empty',
			'Choose the users that take turns in this node.',
		);
	}
	if (context.getNodeParameter('options.senderEmail', index, '') !== '') {
		throw new Problem(
			'Senders that take turns cannot share one inbox',
			'Remove the Sender Email option, or set Sender to a specific user.',
		);
	}
	return { by: 'rotate', among };
}

/** @throws Problem where no user is chosen */
export function requireUser(context: IExecuteFunctions, index: number): SenderRef {
	const user = readUserRef(context, 'sender', index);
	if (user) return user;
	throw new Problem(
		'The User of this item is empty',
		'A sequence is sent by a rep: choose the user in this node. For email without a sender, use the HubSpot Workflow node.',
	);
}

/** @throws Problem where limit and reserve leave no room at all */
export function readLimit(context: IExecuteFunctions, index: number): LimitSettings {
	const settings: LimitSettings = {
		plan: context.getNodeParameter('plan', index, 'professional') as Plan,
		dailyLimit: Number(context.getNodeParameter('dailyLimit', index, 500)),
		mailbox: context.getNodeParameter('options.mailbox', index, 'standard') as Mailbox,
		reserve: Number(context.getNodeParameter('options.reserve', index, 0)),
	};
	const limit = senderLimit(settings);
	if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
		throw new Problem(
			'The sending Limit is not a whole number from 1 to 1,000',
			'HubSpot lets no sender send more than 1,000 sequence emails in 24 hours. Correct the Limit in this node.',
		);
	}
	if (!Number.isInteger(settings.reserve) || settings.reserve < 0 || settings.reserve >= limit) {
		throw new Problem(
			'The Reserve leaves no room under the sending limit',
			`The limit is ${limit}, the Reserve ${settings.reserve}. Enter a whole number from 0 to ${limit - 1}.`,
		);
	}
	return settings;
}

/** The most contacts for which Check Send Limit works out when each of them fits. */
const MOST_CONTACTS = 5000;

/** @throws Problem */
export function readContactsToEnroll(context: IExecuteFunctions, index: number): number {
	const contacts = Number(context.getNodeParameter('contactsToEnroll', index, 0));
	if (Number.isInteger(contacts) && contacts >= 0 && contacts <= MOST_CONTACTS) return contacts;
	throw new Problem(
		'Contacts to Enroll is not a whole number from 0 to 5,000',
		'Correct the number in this node.',
	);
}
