import type { HubspotServer } from '../../hubspot';
import { maxRollingSends } from '../../hubspot';
import type { Case, RunStep } from '../case';
import { hintsOf } from '../execution';
import { nodeNames } from '../workflow';
import { checkDemo, contactIds, demoItems, expectDemo, type Reasons } from './demoList';
import { ann, ben, day, enrollAs, freshEnrollments, isWrite, sequence, user } from './parameters';

/** Sends that the sample account leaves Ann: 500 less 475. */
const room = 25;

const properties: Reasons = {
	alreadyEnrolled: 'ALREADY_ENROLLED',
	inOtherSequence: 'IN_OTHER_SEQUENCE',
	optedOut: 'OPTED_OUT',
	hardBounced: 'BOUNCED',
	quarantined: 'QUARANTINED',
	badAddress: 'BAD_ADDRESS',
	duplicate: 'DUPLICATE_IN_RUN',
};
const reasons: Reasons = { ...properties, hiddenBounce: 'BOUNCED' };
const heldReason = 'SEND_LIMIT';
const onlyHubspotKnows = 'hiddenBounce';

function checkLimit(name: string, left: number, level: string): RunStep {
	return {
		name,
		node: 'sequence',
		items: [{ rep: ann }, { rep: ben }, { rep: ann }],
		parameters: {
			operation: 'checkSendLimit',
			sender: user('={{ $json.rep }}'),
			sequence,
			contactsToEnroll: 60,
		},
		verify: ({ checks, output, items }) => {
			const fits = { fits: left, wouldHold: 60 - left };
			checks.items(name, output(0), [
				{ sender: { email: ann }, limit: 500, sent: 500 - left, remaining: left, level, ...fits },
				{ sender: { email: ben }, sent: 12, remaining: 488, fits: 60 },
			]);
			const links = items(0).map(({ pairedItem }) => pairedItem);
			checks.equal('one answer stands for both items that ask it', links, [
				[{ item: 0 }, { item: 2 }],
				{ item: 1 },
			]);
		},
	};
}

function steps(hubspot: HubspotServer): RunStep[] {
	const { account } = hubspot;
	const items = demoItems(account);
	const all = expectDemo(account, { reasons, room, heldReason, onlyHubspotKnows });
	const dry = expectDemo(account, { reasons: properties, room, heldReason, dryRun: true });
	const before = new Set(contactIds(all.enrolled));
	const again = expectDemo(account, { reasons, room: 0, heldReason, onlyHubspotKnows, before });
	const releases = account.sends
		.filter(({ senderEmail, at }) => senderEmail === ann && at > Date.now() - day)
		.map(({ at }) => Math.ceil((at + day) / 60_000) * 60_000)
		.sort((a, b) => a - b);
	const run = { node: 'sequence', items, onError: 'continueErrorOutput' } as const;
	return [
		checkLimit(`Check Sending Limit: ${room} left`, room, 'close'),
		{
			...run,
			name: 'Enroll 60 contacts, dry run',
			parameters: enrollAs(ann, { options: { dryRun: true } }),
			verify: (outcome) => {
				checkDemo(outcome, dry);
				const { checks } = outcome;
				checks.equal('HubSpot got no write', hubspot.requests.filter(isWrite), []);
			},
		},
		{
			...run,
			name: `Enroll 60 contacts, room for ${room}`,
			parameters: enrollAs(ann),
			verify: (outcome) => {
				const { checks, execution, output } = outcome;
				checkDemo(outcome, all);
				checks.equal(`exactly ${room} enrolled`, output(0).length, room);
				checks.equal(
					'each is held until a send of its own leaves the window',
					output(1).map(({ retryAt }) => Date.parse(String(retryAt))),
					releases.slice(0, all.held.length),
				);
				const hints = hintsOf(execution, nodeNames.underTest).filter((hint) =>
					/^25 enrolled; 21 held back, the first until .+ \d\d:\d\d \(.+\), for ann@/.test(hint),
				);
				checks.equal('a hint sums the run up', hints.length, 1);
				const held = freshEnrollments(hubspot).map(({ contactId }) => contactId);
				checks.equal('HubSpot holds the same enrollments', held.sort(), [...before].sort());
				checks.equal('no email met the limit', account.overLimitSends, []);
				checks.equal('24 hours hold 500 sends', maxRollingSends(account, ann), 500);
			},
		},
		{
			...run,
			name: 'The same list again: nobody is enrolled twice',
			parameters: enrollAs(ann),
			verify: (outcome) => {
				checkDemo(outcome, again);
				outcome.checks.equal('HubSpot holds no more', freshEnrollments(hubspot).length, room);
			},
		},
		checkLimit('Check Sending Limit: none left', 0, 'full'),
	];
}

export const sequenceCases: Case[] = [{ title: 'Sequence: a list of 60', runBy: 'server', steps }];
