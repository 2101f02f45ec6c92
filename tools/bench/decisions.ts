/* eslint-disable @n8n/community-nodes/no-restricted-globals -- measures its own process, outside n8n */
import '../../test/support/jest/userFolder.js';

import { memoize, range } from 'lodash';

import { enrollWithin } from '../../nodes/shared/enroll/enrollWithin';
import { EnrollResults } from '../../nodes/shared/enroll/enrollResults';
import { CircuitBreaker } from '../../nodes/shared/enroll/circuitBreaker';
import type { EnrollRun, EnrollSteps } from '../../nodes/shared/enroll/enrollRun';
import type { Limited } from '../../nodes/shared/enroll/quota';
import { QuotaList } from '../../nodes/shared/enroll/quotaList';
import { RollingQuota } from '../../nodes/shared/enroll/rollingQuota';
import { textOf } from '../../nodes/shared/ledger/dataTable/ledgerTable';
import { InProcessLedger } from '../../nodes/shared/ledger/inProcessLedger';
import { EMPTY_ROW, type LedgerRow } from '../../nodes/shared/quota/ledgerRow';
import type { LoggedEmail } from '../../nodes/shared/quota/look';
import { READINGS } from '../../nodes/shared/quota/readings';
import { scheduleOf, type Schedule } from '../../nodes/shared/quota/schedule';
import { Plans } from '../../nodes/shared/quota/underReadings';
import { rowOwing5000 } from '../../test/support/unit/rowOwing';
import { nodeContext } from '../../test/support/n8n/nodeContext';
import { exit, print, printTable } from '../demo/terminal';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const TIME_ZONE = 'Europe/Berlin';
const LIMIT = 1_000;
const KEY = { account: '7', sender: 'rep@example.com' };

/** Five emails over a week and a half, on week days; each sequence waits otherwise in between. */
const scheduleFor = (sequence: number): Schedule =>
	scheduleOf(
		{
			settings: {
				eligibleFollowUpDays: 'BUSINESS_DAYS',
				sendWindowStartMinute: 9 * 60,
				sendWindowEndMinute: 17 * 60,
			},
			steps: [0, 2, 2, 3, 3].map((days, stepOrder) => ({
				actionType: 'EMAIL',
				stepOrder,
				delayMillis: days * DAY_MS + (days > 0 ? sequence * 7 * 60_000 : 0),
			})),
		},
		TIME_ZONE,
	);

function contactsOf(count: number, sequences: number): Limited[] {
	const scheduleOnce = memoize(scheduleFor);
	return Array.from({ length: count }, (_, index) => ({
		index,
		outcomeFields: { contactId: String(index) },
		memoryKey: String(index),
		targetId: String(index % sequences),
		contactId: String(index),
		recipient: `contact-${index}@company-${index % 700}.example`,
		schedule: scheduleOnce(index % sequences),
		isEnrolled: false,
	}));
}

/** HubSpot takes every contact at once: what is left is what the node itself has to do. */
const steps: EnrollSteps<Limited, EnrollRun> = {
	enrollOne: async () => await Promise.resolve({}),
	ofEarlierRun: () => 'notShown',
	onRefusal: () => 'settled',
};

interface Sender {
	/** Emails of the last day in its log. */
	sent: number;
	/** What it owes. */
	row?: LedgerRow;
}

/** One run of Enroll over contacts of one sender. */
async function prepare(contacts: Limited[], { sent, row }: Sender): Promise<() => Promise<number>> {
	const context = nodeContext({ items: contacts.map(() => ({})) });
	const settings = {
		dryRun: false,
		apiRoutes: 'published' as const,
		verify: false,
		concurrency: 4,
		includeInput: false,
		ledgerUnavailable: 'hold' as const,
		maxPerRun: 0,
	};
	const results = new EnrollResults(context, settings);
	const ledger = new InProcessLedger();
	const breaker = new CircuitBreaker();
	const now = Date.now();
	const run: EnrollRun = {
		began: now,
		client: {
			appKey: 'none',
			chosenAtOnce: 4,
			request: async () => {
				throw new Error('Nothing is asked of HubSpot here');
			},
		},
		settings,
		context,
		results,
		ledgers: { of: () => ledger },
		breaker,
	};
	const logged = range(sent).map((order): LoggedEmail => {
		const at = now - Math.round(((order + 1) * DAY_MS) / (sent + 1));
		return { id: String(order), at, to: `earlier-${order}@example.com` };
	});
	if (row) await ledger.update(KEY, () => ({ row }));
	const quota = new RollingQuota<Limited>(
		{
			began: now,
			key: KEY,
			ledger,
			readLog: async () => await Promise.resolve({ now, logged }),
			plans: async () => await Promise.resolve(new Plans(READINGS)),
			who: 'rep@example.com',
			name: 'sending limit',
			mode: 'hold',
			limit: LIMIT,
			reserve: 0,
			enrollmentCap: LIMIT,
			maxPerDomain: 0,
			timeZone: TIME_ZONE,
		},
		results,
		() => breaker,
	);
	return async () => {
		await enrollWithin(run, [new QuotaList(contacts, quota)], steps);
		return results.enrolledCount;
	};
}

const cpuMs = () => {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
};

/**
 * CPU in all, and at most between two turns of the event loop: so long the whole of n8n stands still.
 * CPU and not time, which on a busy machine is that of others too.
 */
async function measure(label: string, contacts: Limited[], sender: Sender): Promise<string[]> {
	const decide = await prepare(contacts, sender);
	const start = cpuMs();
	let last = start;
	let longest = 0;
	const turn = () => {
		const now = cpuMs();
		longest = Math.max(longest, now - last);
		last = now;
	};
	const probe = setInterval(turn, 1);
	const enrolled = await decide();
	turn();
	clearInterval(probe);
	return [label, String(enrolled), (last - start).toFixed(0), longest.toFixed(0)];
}

async function bench(): Promise<void> {
	const busy = { ...EMPTY_ROW, owed: rowOwing5000(Date.now()) };
	const decideSome = async () =>
		await measure('3,000 contacts, a sender with 500 sends left', contactsOf(3_000, 1), {
			sent: LIMIT - 500,
		});
	// The code is compiled as it runs: the first times are for that.
	await decideSome();
	await decideSome();
	const rows = [
		await decideSome(),
		await measure('10,000 contacts in 60 sequences', contactsOf(10_000, 60), { sent: 0 }),
		await measure('100 contacts beside 5,000 emails owed', contactsOf(100, 1), {
			sent: 100,
			row: busy,
		}),
	];
	printTable(['decided', 'enrolled', 'CPU ms', 'longest block, CPU ms'], rows);
	print(
		`5,000 emails owed take ${Math.round(Buffer.byteLength(textOf(busy)) / 1000)} kB in the ledger.`,
	);
}

bench().then(
	() => exit(0),
	(error: Error) => {
		print(error.stack ?? error.message);
		exit(1);
	},
);
