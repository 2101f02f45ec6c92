import { endAllInBackground } from '../background';
import { fs, messageOf, os, path, print } from '../machine';

const folders = new Set<string>();

/** Makes a folder that `clearUp` deletes. */
export async function temporaryFolder(name: string): Promise<string> {
	const folder = await fs.mkdtemp(path.join(os.tmpdir(), `hubspot-enrollment-${name}-`));
	deleteAtEnd(folder);
	return folder;
}

/** Has `clearUp` delete a folder. */
export function deleteAtEnd(folder: string): void {
	folders.add(folder);
}

let clearing = Promise.resolve();

/**
 * Ends every program that runs in the background and deletes the folders, or names them. One after
 * another, should an interrupt ask for it while it is under way.
 */
export async function clearUp(keep: boolean): Promise<void> {
	clearing = clearing.then(async () => await endAndDelete(keep));
	await clearing;
}

async function endAndDelete(keep: boolean): Promise<void> {
	await endAllInBackground();
	for (const folder of folders) {
		folders.delete(folder);
		if (keep) print(`Kept: ${folder}`);
		else await remove(folder);
	}
}

/** A command that is still ending may write to the folder: one that stays does not keep the rest. */
async function remove(folder: string): Promise<void> {
	await fs
		.rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
		.catch((error: unknown) => print(`Could not delete ${folder}: ${messageOf(error)}`));
}
