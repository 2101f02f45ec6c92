import type { Account } from './account';

/** Pages of HubSpot for a person to open; `flow` is the id in the address bar, not the legacy id. */
export const sequenceUrl = ({ uiDomain, portalId }: Account, id: string) =>
	`https://${uiDomain}/sequences/${portalId}/sequence/${id}`;

export const flowUrl = ({ uiDomain, portalId }: Account, id: string) =>
	`https://${uiDomain}/workflows/${portalId}/platform/flow/${id}/edit`;
