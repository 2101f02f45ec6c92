import { emailAddress, ID } from '../../shared/contacts/contactRef';
import {
	checkedSenderModeField,
	enrollSenderModeField,
	fallbackSenderOption,
	senderEmailOption,
	senderField,
	sendersField,
} from './senderFields';
import { Problem } from '../../shared/errors';
import { nameOf, type ListField, type LocatorField, type TextField } from '../../shared/n8n/fields';
import type { Parameters } from '../../shared/n8n/parameters';
import { quoted } from '../../shared/n8n/values';
import type { SenderRef, UserRef } from './senderLoader';

/** Who sends the emails of an item. @throws Problem */
export function readEnrollSender(parameters: Parameters): SenderRef {
	const { options } = parameters;
	const fallback = readUserRef(options, fallbackSenderOption);
	switch (parameters.choice(enrollSenderModeField)) {
		case 'contactOwner':
			return { by: 'contactOwner', ...(fallback && { fallback }) };
		case 'rotate':
			return requireUsers(parameters);
		case 'user':
			return requireUser(parameters);
	}
}

/** Whose limit an item asks about. @throws Problem */
export function readCheckedSender(parameters: Parameters): SenderRef {
	switch (parameters.choice(checkedSenderModeField)) {
		case 'rotate':
			return requireUsers(parameters);
		case 'user':
			return requireUser(parameters);
	}
}

/** An address that was entered, or undefined. @throws Problem where it is none */
export function readAddress(parameters: Parameters, field: TextField): string | undefined {
	const text = parameters.text(field);
	const address = emailAddress(text);
	if (text === '' || address !== undefined) return address;
	throw new Problem(
		'BAD_INPUT',
		`${field.displayName} is not an email address`,
		`${quoted(text)} was given. Enter an address, or remove the option.`,
	);
}

/** @throws Problem where nobody is chosen, or an inbox that only one of them can have */
function requireUsers(parameters: Parameters): SenderRef {
	const [first, ...others] = parameters
		.list(sendersField)
		.map((value) => userRef(sendersField, value));
	if (!first) {
		throw new Problem(
			'BAD_INPUT',
			'The Senders of this item are empty',
			'Choose the users that take turns in this node.',
		);
	}
	if (parameters.options.text(senderEmailOption) !== '') {
		throw new Problem(
			'BAD_INPUT',
			'Senders that take turns cannot share one inbox',
			"Remove 'Sender Email', or set 'Sender' to Specific User.",
		);
	}
	return { by: 'rotate', among: [first, ...others] };
}

/** @throws Problem where no user is chosen */
function requireUser(parameters: Parameters): SenderRef {
	const user = readUserRef(parameters, senderField);
	if (user) return user;
	throw new Problem(
		'BAD_INPUT',
		'The User of this item is empty',
		'A sequence is sent by a rep: choose the user in this node. For email without a sender, use the HubSpot Workflow node.',
	);
}

/** A user locator of this node. @throws Problem where the value can be no user */
function readUserRef(parameters: Parameters, field: LocatorField): UserRef | undefined {
	const { mode, value } = parameters.locator(field);
	if (value === '') return undefined;
	const ref = userRef(field, value);
	// A model has one argument for both.
	if (parameters.ofTool) return ref;
	if (mode === 'email' ? ref.by === 'email' : ref.by === 'userId') return ref;
	throw notAUser(field, value);
}

/** @throws Problem where the value can be no user */
function userRef(field: ListField | LocatorField, value: string): UserRef {
	if (ID.test(value)) return { by: 'userId', value };
	const address = emailAddress(value);
	if (address !== undefined) return { by: 'email', value: address };
	throw notAUser(field, value);
}

const notAUser = (field: ListField | LocatorField, value: string) =>
	new Problem(
		'BAD_INPUT',
		`The ${nameOf(field)} of this item is neither a HubSpot user ID nor an address`,
		`${quoted(value)} was given. Choose the user from the list.`,
	);
