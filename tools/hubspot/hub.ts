import type { Account } from './account/account';
import type { VirtualClock } from './clock';
import type { Faults } from './faults';
import type { RateLimiter } from './rateLimit';
import type { RequestLog } from './requestLog';
import type { Settings } from './settings';
import type { Tokens } from './tokens';

/** What every route works with. */
export interface Hub {
	account: Account;
	settings: Settings;
	clock: VirtualClock;
	faults: Faults;
	requests: RequestLog;
	limiter: RateLimiter;
	tokens: Tokens;
	/** Back to the seeded account, without faults and log. */
	reset: () => void;
}
