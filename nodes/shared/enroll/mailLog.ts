import type { MailLog } from '../quota/guard';

/** A count of HubSpot's log that is older than this is read again. */
const LOG_AGE_MS = 5 * 60 * 1000;

/**
 * HubSpot's log of one inbox, read once for all who ask for it within some minutes.
 *
 * @param read answers undefined where HubSpot does not tell
 */
export function mailLog(read: () => Promise<MailLog['logged']>): () => Promise<MailLog> {
	let last: { now: number; logged: ReturnType<typeof read> } | undefined;
	return async () => {
		const now = Date.now();
		if (!last || last.now < now - LOG_AGE_MS) last = { now, logged: read() };
		const { now: readAt, logged } = last;
		return { now: readAt, logged: await logged };
	};
}
