import { openStore } from '../stores';

/** A path of an API that HubSpot has in several versions. */
export interface VersionedPath {
	/** What has versions of its own: a host may know the newest of one API and not of another. */
	api: string;
	/** Newest first. */
	versions: readonly string[];
	in(version: string): string;
}

/**
 * Versions that a host is known to have, by app and API: asked once, then remembered. An app that is
 * forgotten is asked once more.
 */
const known = openStore<string>('API versions of an app', 1_000);

/** The version of a path that is to be asked for, and what comes of it. */
export class VersionInUse {
	private readonly key: string;
	private version: string;

	constructor(
		appKey: string,
		private readonly asked: VersionedPath,
	) {
		this.key = `${appKey} ${asked.api}`;
		this.version = known.get(this.key) ?? asked.versions[0] ?? '';
	}

	get path(): string {
		return this.asked.in(this.version);
	}

	/** The host has this one. */
	keep(): void {
		if (this.asked.versions.length > 1) known.set(this.key, this.version);
	}

	/**
	 * The host does not have this one: goes on to the next older.
	 * @returns false where there is none, or the host had this one before
	 */
	next(): boolean {
		const { versions } = this.asked;
		const older = versions[versions.indexOf(this.version) + 1];
		if (known.get(this.key) !== undefined || older === undefined) return false;
		this.version = older;
		return true;
	}
}
