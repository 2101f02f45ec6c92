import type { FastifyContextConfig } from 'fastify';

import type { Hub } from './hub';

/** The last one counts: `/automation/v4/2027-03-beta/flows` is of 2027-03-beta. */
const VERSION = /\/(v\d|\d{4}-\d{2}(?:-beta)?)(?=\/|$)/g;

/**
 * Whether this HubSpot has a route: by its version, unless the route has a setting of its own. All
 * versions of OAuth are there.
 */
export function isThere(
	{ settings }: Hub,
	route: string,
	{ exists }: FastifyContextConfig = {},
): boolean {
	if (exists) return exists();
	const version = [...route.matchAll(VERSION)].at(-1)?.[1];
	return (
		version === undefined ||
		route.startsWith('/oauth/') ||
		settings.versions.some((one) => one === version)
	);
}
