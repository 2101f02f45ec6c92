import type { AccountState } from './state';
import type { Contact, Properties } from './types';

/**
 * Sets properties of a contact now: search keeps showing the former values for `searchLagMs`,
 * and flows that wait for the change start.
 */
export function setProperties(account: AccountState, contact: Contact, changes: Properties): void {
	const change = () => {
		const now = account.clock.now();
		contact.stale = contact.stale.filter(({ until }) => until > now);
		if (account.settings.searchLagMs > 0) {
			contact.stale.push({
				until: now + account.settings.searchLagMs,
				properties: { ...contact.properties },
			});
		}
		for (const [name, value] of Object.entries(changes)) {
			// HubSpot clears a property that is set to an empty string.
			contact.properties[name] = value === '' ? null : value;
		}
		contact.updatedAt = now;
	};
	applyChange(account, contact, change);
}

/** Makes a change of a contact while flows watch what it does to their criteria. */
export function applyChange(account: AccountState, contact: Contact, change: () => void): void {
	const wrapped = account.watchers.reduce<() => void>(
		(inner, watch) => () => watch(contact, inner),
		change,
	);
	wrapped();
}

/** Sets properties HubSpot itself maintains: they become visible `propertyLagMs` after the fact. */
export function publish(account: AccountState, contact: Contact, changes: Properties): void {
	const lag = account.settings.propertyLagMs;
	if (lag > 0) {
		account.clock.at(account.clock.now() + lag, () => setProperties(account, contact, changes));
	} else setProperties(account, contact, changes);
}

/** The properties as search sees them now. */
export function searchable(contact: Contact, now: number): Properties {
	return contact.stale.find(({ until }) => until > now)?.properties ?? contact.properties;
}
