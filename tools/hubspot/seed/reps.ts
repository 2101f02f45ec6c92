import type { Account } from '../account/account';
import { addRep } from '../account/builders';

/** User ids and owner ids of the four reps; the two kinds are never the same number. */
export const REPS = {
	ann: { userId: '8100001', ownerId: '7100001' },
	ben: { userId: '8100002', ownerId: '7100002' },
	chiara: { userId: '8100003', ownerId: '7100003' },
	dana: { userId: '8100004', ownerId: '7100004' },
} as const;

export function seedReps(account: Account): void {
	addRep(account, {
		...REPS.ann,
		firstName: 'Ann',
		lastName: 'Adler',
		email: 'ann@fjordline.example',
		aliases: ['hello@fjordline.example'],
		dailyLimit: 500,
	});
	addRep(account, {
		...REPS.ben,
		firstName: 'Ben',
		lastName: 'Bauer',
		email: 'ben@fjordline.example',
		dailyLimit: 1000,
	});
	addRep(account, {
		...REPS.chiara,
		firstName: 'Chiara',
		lastName: 'Conti',
		email: 'chiara@fjordline.example',
		inboxes: [],
	});
	addRep(account, {
		...REPS.dana,
		firstName: 'Dana',
		lastName: 'Dahl',
		email: 'dana@fjordline.example',
		salesSeat: false,
	});
	account.tokenUserId = REPS.ann.userId;
}
