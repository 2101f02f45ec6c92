import type { Account } from '../account/account';
import { seedContacts } from './contacts';
import { seedFlows } from './flows';
import { seedMail, seedMarketing } from './mail';
import { seedReps } from './reps';
import { seedSequences } from './sequences';

/** Fills an empty account; everything is fixed but the times, which are relative to now. */
export function seedAccount(account: Account): void {
	seedReps(account);
	seedSequences(account);
	seedContacts(account);
	seedFlows(account);
	seedMail(account);
	seedMarketing(account);
}
