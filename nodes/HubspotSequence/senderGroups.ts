import { groupBy } from 'lodash';

import type { Account } from '../shared/hubspot/account';
import type { EnrollRun } from '../shared/items/enrollRun';
import type { EnrollGroup } from '../shared/items/enrollGroup';
import { findLeavers } from '../shared/items/leavers';
import { LimitGroup } from '../shared/items/limitGroup';
import { RotatingGroup } from '../shared/items/rotatingGroup';
import { StopLatch } from '../shared/items/stopLatch';
import { countSent, MISSING_SCOPE_HINT } from '../shared/sendLimit/countSent';
import { API_ENROLLMENTS_PER_INBOX, senderLimit } from '../shared/sendLimit/plans';
import { explainFailure } from '../shared/transport/errorTable';
import { HubspotFailure, passOn } from '../shared/transport/failure';
import { sentBy, type Candidate } from './candidate';
import { mailOf } from './senders';

const NOT_TOLD =
	'HubSpot did not say which contacts have left their sequence, so their follow-ups still count';

/**
 * The candidates of each inbox, with its limit; where senders take turns, those of all of them
 * together. The limit settings of a group are those of its first item.
 */
export function senderGroups(
	run: EnrollRun,
	candidates: Candidate[],
	account: Account,
	timeZone: string,
): Array<EnrollGroup<Candidate>> {
	const together = groupBy(candidates, ({ senders, senderEmail }) =>
		senders.length > 1 ? senders.map(({ userId }) => userId).join() : senderEmail.toLowerCase(),
	);
	return Object.values(together).map((members) => {
		const [first] = members;
		if (first.senders.length === 1) return limitGroup(run, members, first, account, timeZone);
		const turns = first.senders.map((sender) => ({
			group: limitGroup(run, [], sentBy(sender, first), account, timeZone, true),
			take: (member: Candidate) => sentBy(sender, member),
		}));
		return new RotatingGroup(members, turns, run.results, first.parameters.mode === 'fail');
	});
}

function limitGroup(
	{ client, results, ledgers, stop }: EnrollRun,
	members: Candidate[],
	{ parameters, sender, senderEmail }: Candidate,
	{ portalId }: Account,
	timeZone: string,
	takesTurns = false,
): LimitGroup<Candidate> {
	const { mode, limit, maxPerDomain } = parameters;
	const { inbox, by } = mailOf(sender, parameters.senderEmail);
	const key = { account: portalId, sender: inbox };
	return new LimitGroup(
		members,
		{
			key,
			who: senderEmail,
			name: 'sending limit',
			mode,
			limit: senderLimit(limit),
			reserve: limit.reserve,
			maxPerDomain,
			takesTurns,
			...(mode !== 'off' && { enrollmentCap: API_ENROLLMENTS_PER_INBOX }),
			ledger: ledgers.of(mode),
			readLog: async () =>
				await countSent(client, by, Date.now(), () => results.hint(MISSING_SCOPE_HINT)),
			findLeavers: async (row, now) => {
				try {
					return await findLeavers(client, key, row, now);
				} catch (error) {
					if (!(error instanceof HubspotFailure)) throw passOn(error);
					const { message } = explainFailure(error.details);
					results.hint(`${NOT_TOLD} (${message})`);
					return undefined;
				}
			},
			timeZone,
		},
		results,
		new StopLatch(stop),
	);
}
