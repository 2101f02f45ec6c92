import { routes } from '../../nodes/shared/hubspot/routes';
import type { VersionedPath } from '../../nodes/shared/transport/versions';

type Route = VersionedPath | ((...ids: string[]) => VersionedPath);

const { sequences, sequencesV4, ...others } = routes;

/** Every path that the nodes call, with `{id}` in place of ids. */
export const EVERY_PATH: VersionedPath[] = [sequences, sequencesV4, others]
	.flatMap((some) => Object.values<Route>(some))
	.map((route) => (typeof route === 'function' ? route('{id}', '{id}') : route));
