import type { MailLog } from '../quota/guard';
import { inOrder } from '../quota/look';

/** A log that is older than this is read again. */
export const LOG_AGE_MS = 5 * 60 * 1000;

/**
 * HubSpot's log of one inbox, read once for all who ask for it within some minutes.
 *
 * @param read all of it from an instant on, ms; answers undefined where HubSpot does not tell
 */
export function mailLog(
	read: (since: number) => Promise<MailLog['logged']>,
): (since: number, lookedAt: number) => Promise<MailLog> {
	const readInOrder = async (since: number) => {
		const logged = await read(since);
		return logged && inOrder(logged);
	};
	let last: { since: number; now: number; logged: ReturnType<typeof read> } | undefined;
	return async (since, lookedAt) => {
		const now = Date.now();
		const isOld = !last || last.now < Math.max(now - LOG_AGE_MS, lookedAt);
		if (!last || isOld || last.since > since) {
			last = { since, now, logged: readInOrder(since) };
		}
		const { now: readAt, logged } = last;
		return { now: readAt, logged: await logged };
	};
}
