import { sleep } from 'n8n-workflow';

/**
 * Waits, and stops at once when the execution is cancelled.
 * @throws the signal's abort reason
 */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
	if (!signal) return await sleep(ms);
	signal.throwIfAborted();
	// Older n8n ignores sleep's second argument, hence the race.
	await unlessAborted(sleep(ms, signal), signal);
}

/**
 * Waits for what others do, and stops at once when the execution is cancelled.
 * @throws the signal's abort reason
 */
export async function unlessAborted(waiting: Promise<void>, signal?: AbortSignal): Promise<void> {
	if (!signal) return await waiting;
	signal.throwIfAborted();
	let onAbort = () => {};
	const aborted = new Promise<never>((_, reject) => {
		onAbort = () => reject(signal.reason);
		signal.addEventListener('abort', onAbort, { once: true });
	});
	try {
		await Promise.race([waiting, aborted]);
	} finally {
		signal.removeEventListener('abort', onAbort);
	}
}
