import type { NonEmpty } from '../groups';
import { openStore } from '../stores';
import { hasStatus, isMissingScope, isUnknownPath, type HubspotFailure } from './failure';
import { unlessAborted } from './pause';

/** A path as one version of HubSpot's API has it. */
export interface PathVersion {
	/** As HubSpot names it: `2026-09`, `v3`. */
	version: string;
	path: string;
	/** When HubSpot's support of the version ends, for people; undefined where no end is named. */
	supportEnds?: string;
	/** It takes fewer scopes than the next one, which may let a key in that this one refuses. */
	fewerScopes?: boolean;
}

/** A path in the versions in which it exists. */
export interface VersionedPath {
	/** The API that it belongs to. */
	api: string;
	/** The path without its ids: what the version is remembered by. */
	name: string;
	/** In the order in which they are tried. */
	versions: NonEmpty<PathVersion>;
}

/** The path for an error that is about no single request. */
export const newestPath = ({ versions: [newest] }: VersionedPath): string => newest.path;

/**
 * Versions that a host is known to have, by app and path, and by app and API (the one that was found
 * last). An app that is forgotten is asked once more.
 */
const known = openStore<string>('API versions of an app', 10_000);

/** Paths whose version is being found out, by app; each ends when it is, or could not be. */
const asking = openStore<Promise<void>>('API versions that are being found out', 1_000);

/**
 * The version of a path that a request goes by, and what comes of it. The newest is tried first, the
 * next where the host does not know the path, and what was found is remembered. The first request
 * finds it out while the others wait, so that a version that is missing is asked for once.
 */
export class VersionInUse {
	private current: PathVersion;
	private readonly others: PathVersion[];
	/** Whether the host had the current one before. */
	private wasThere: boolean;
	private endAsking = () => {};

	private constructor(
		private readonly pathKey: string,
		private readonly apiKey: string,
		private readonly asked: VersionedPath,
		private readonly isWrite: boolean,
	) {
		const { versions } = asked;
		// A write is no question: it goes by what was found for other paths of its API.
		const found = known.get(pathKey) ?? (isWrite ? known.get(apiKey) : undefined);
		this.wasThere = known.get(pathKey) !== undefined;
		this.current = versions.find(({ version }) => version === found) ?? versions[0];
		this.others = versions.filter((one) => one !== this.current);
	}

	/**
	 * Waits where another request is finding out the version of the same path.
	 * @param isWrite whether a repeat may do harm
	 * @throws the signal's abort reason
	 */
	static async of(
		appKey: string,
		asked: VersionedPath,
		isWrite: boolean,
		signal?: AbortSignal,
	): Promise<VersionInUse> {
		const pathKey = `${appKey} ${asked.name}`;
		const other = asking.get(pathKey);
		if (other) await unlessAborted(other, signal);
		const version = new VersionInUse(pathKey, `${appKey} ${asked.api} *`, asked, isWrite);
		// Those that have waited in vain go on together: one by one they would take far too long.
		if (!other) version.ask();
		return version;
	}

	get path(): string {
		return this.current.path;
	}

	/** The host has this one. */
	keep(): void {
		if (this.asked.versions.length > 1) {
			known.set(this.pathKey, this.current.version);
			known.set(this.apiKey, this.current.version);
		}
		this.release();
	}

	/**
	 * Goes on to the next version where the host does not have this one, or where it takes none of the
	 * key's scopes. One that the host had before may have ended meanwhile; but a page in place of the
	 * answer to a write may hide what the write did, so that one fails, and the next finds out anew.
	 *
	 * @returns whether there is another version to try
	 */
	goesOn(failure: HubspotFailure): boolean {
		const isMissing = isUnknownPath(failure);
		if (isMissing || (this.current.fewerScopes && isMissingScope(failure))) {
			if (isMissing && this.wasThere) known.delete(this.pathKey);
			const mayHaveActed = isMissing && this.wasThere && this.isWrite;
			const next = mayHaveActed ? undefined : this.others.shift();
			if (next) {
				this.current = next;
				this.wasThere = false;
				return true;
			}
		} else if (isOfPath(failure)) this.keep();
		this.release();
		return false;
	}

	/** Lets those go on that wait for what is found out here. */
	release(): void {
		this.endAsking();
	}

	private ask(): void {
		if (this.others.length === 0 || known.get(this.pathKey) !== undefined) return;
		const { pathKey } = this;
		const isOver = new Promise<void>((resolve) => {
			this.endAsking = () => {
				asking.delete(pathKey);
				resolve();
				this.endAsking = () => {};
			};
		});
		asking.set(pathKey, isOver);
	}
}

/** Whether HubSpot refused what was asked for, so that it has the path. */
const isOfPath = (failure: HubspotFailure): boolean =>
	hasStatus(failure, 400, 403, 404, 409) && !failure.details.isHtml;
