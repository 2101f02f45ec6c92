import { fs, isTerminal, path, print, printPart, wait } from './machine';

/** Bytes of all files below a folder; files that vanish while being counted are left out. */
export async function folderSize(folder: string): Promise<number> {
	let bytes = 0;
	const entries = await fs.readdir(folder, { withFileTypes: true }).catch(() => []);
	for (const entry of entries) {
		const entryPath = path.join(folder, entry.name);
		if (entry.isDirectory()) bytes += await folderSize(entryPath);
		else if (entry.isFile()) bytes += (await fs.stat(entryPath).catch(() => ({ size: 0 }))).size;
	}
	return bytes;
}

/** "48 s" or "3 min 05 s". */
export function duration(milliseconds: number): string {
	const seconds = Math.round(milliseconds / 1000);
	if (seconds < 60) return `${seconds} s`;
	return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** "640 MB" or "2.7 GB", in units of 1,000. */
export function size(bytes: number): string {
	return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/**
 * Shows a person that long work is alive: every few seconds the elapsed time and, with `soFar`,
 * what is done by then. Prints one closing line with the total time.
 */
export async function withProgress<T>(
	title: string,
	work: Promise<T>,
	options: { soFar?: () => Promise<string>; every?: number } = {},
): Promise<T> {
	const started = Date.now();
	const stop = new AbortController();
	const show = (text: string, last: boolean) => {
		const line = `  ${title}: ${text}`;
		if (!isTerminal) print(line);
		else printPart(`\r\u001b[2K${line}${last ? '\n' : ''}`);
	};
	const soFar = async () => (options.soFar ? `, ${await options.soFar()}` : '');
	const ticking = (async () => {
		while (!stop.signal.aborted) {
			await wait(options.every ?? (isTerminal ? 3000 : 15_000), undefined, stop);
			const done = await soFar();
			if (!stop.signal.aborted) show(`${duration(Date.now() - started)}${done} …`, false);
		}
	})().catch(() => undefined);
	const finish = async (word: string) => {
		stop.abort();
		await ticking;
		show(`${word} ${duration(Date.now() - started)}${await soFar()}`, true);
	};
	let word = 'stopped after';
	try {
		const result = await work;
		word = 'done in';
		return result;
	} finally {
		await finish(word);
	}
}
