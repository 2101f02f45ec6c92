import { memoize } from 'lodash';

import type { Account } from '../../shared/hubspot/account';
import type { Sender } from '../../shared/hubspot/owners';
import { CircuitBreaker } from '../../shared/enroll/circuitBreaker';
import type { EnrollRun } from '../../shared/enroll/enrollRun';
import type { EnrollGroup } from '../../shared/enroll/quota';
import { QuotaList } from '../../shared/enroll/quotaList';
import { groupsOf, type NonEmpty } from '../../shared/groups';
import { findLeavers } from './leavers';
import { RollingQuota } from '../../shared/enroll/rollingQuota';
import { Rotation } from './rotation';
import type { Turn } from './turns';
import { strictestFirst, type LimitSetting } from '../../shared/enroll/stages';
import { countSent, MISSING_SCOPE_HINT } from '../sendLimit/countSent';
import type { LedgerKey } from '../../shared/ledger/ledger';
import { Learnt } from '../../shared/enroll/learnt';
import { mailLog } from '../../shared/enroll/mailLog';
import { API_ENROLLMENTS_PER_INBOX, mailCounted, senderLimit } from '../../shared/quota/plans';
import type { RoomSources } from '../../shared/enroll/admission';
import { explainFailure } from '../../shared/transport/errorTable';
import { HubspotFailure, rethrow } from '../../shared/transport/failure';
import { sentBy, type Candidate } from './candidate';
import type { EnrollParameters } from './enrollParameters';
import { mailOf } from '../lookup/senderLoader';

const NOT_TOLD =
	'HubSpot did not say which contacts have left their sequence, so their follow-ups still count';

/** Groups the candidates of a run by who sends them. What is known of a sender serves all groups. */
export class SenderQuotas {
	private readonly logs = new Map<string, NonNullable<RoomSources['readLog']>>();
	private readonly learnt: Learnt;
	private readonly breakers = new Map<string, CircuitBreaker>();

	constructor(
		private readonly run: EnrollRun,
		private readonly account: Account,
	) {
		this.learnt = new Learnt(account.portalId, run.ledgers);
	}

	/** Keeps what HubSpot's log has shown in this run of how it counts; the run after a dry run sees it too. */
	async learn(): Promise<void> {
		if (!this.run.settings.dryRun) await this.learnt.write();
	}

	/**
	 * The candidates of each inbox whose limit is set alike; where senders take turns, those of all of
	 * them together. The strictest limits come first.
	 */
	of(candidates: readonly Candidate[]): Array<EnrollGroup<Candidate>> {
		const inOrder = strictestFirst(groupsOf(candidates, groupKey), ([{ parameters }]) =>
			limitsOf(parameters),
		);
		return inOrder.map((candidates) => this.groupOf(candidates));
	}

	private groupOf(candidates: NonEmpty<Candidate>): EnrollGroup<Candidate> {
		const [first] = candidates;
		const [sender, ...others] = first.senders;
		if (others.length === 0) return new QuotaList(candidates, this.quotaOf(first));
		const turnOf = (one: Sender): Turn<Candidate> => {
			const taken = sentBy(one, first);
			return {
				quota: this.quotaOf(taken, true),
				breaker: this.breakerOf(taken),
				take: memoize(
					(candidate) => sentBy(one, candidate),
					({ index }) => index,
				),
			};
		};
		const turns: NonEmpty<Turn<Candidate>> = [turnOf(sender), ...others.map(turnOf)];
		return new Rotation(candidates, turns, this.run.results, first.parameters.mode === 'fail');
	}

	/** The limit of the sender of a candidate. */
	private quotaOf(
		{ parameters, sender, senderEmail }: Candidate,
		isOneOfSeveral = false,
	): RollingQuota<Candidate> {
		const { mode, limit, maxPerDomain } = parameters;
		const limitOfSender = {
			...this.sourcesOf(sender, parameters),
			who: senderEmail,
			name: 'sending limit',
			mode,
			limit: senderLimit(limit),
			reserve: limit.reserve,
			maxPerDomain,
			isOneOfSeveral,
			enrollmentCap: API_ENROLLMENTS_PER_INBOX,
			timeZone: this.run.context.getTimezone(),
		};
		return new RollingQuota<Candidate>(limitOfSender, this.run.results, (one) =>
			this.breakerOf(one),
		);
	}

	private sourcesOf(sender: Sender, { mode, limit, senderEmail }: EnrollParameters): RoomSources {
		const { began, client, ledgers, results } = this.run;
		const { inbox, by } = mailOf(sender, senderEmail);
		const kind = mailCounted(limit);
		const onMissingScope = () => results.hint(MISSING_SCOPE_HINT);
		const readLog =
			this.logs.get(`${kind} ${inbox}`) ??
			mailLog(async (since) => await countSent(client, by, kind, since, onMissingScope));
		this.logs.set(`${kind} ${inbox}`, readLog);
		const key = { account: this.account.portalId, sender: inbox };
		return {
			began,
			key,
			ledger: ledgers.of(mode),
			readLog,
			plans: async () => await this.learnt.plans(mode),
			learn: (sightings) => this.learnt.note(sightings),
			findLeavers: async (row, now) => await this.findLeavers(key, row, now),
		};
	}

	private async findLeavers(key: LedgerKey, ...[row, now]: FindLeavers) {
		const { client, results } = this.run;
		try {
			return await findLeavers(client, key, row, now);
		} catch (error) {
			if (!(error instanceof HubspotFailure)) rethrow(error);
			const { message } = explainFailure(error.details);
			results.hint(`${NOT_TOLD} (${message})`);
			return undefined;
		}
	}

	/** What HubSpot refuses one user of an inbox, it may allow another. */
	private breakerOf({ sender, senderEmail }: Candidate): CircuitBreaker {
		const name = `${sender.userId} ${senderEmail.toLowerCase()}`;
		const breaker = this.breakers.get(name) ?? new CircuitBreaker(this.run.breaker);
		this.breakers.set(name, breaker);
		return breaker;
	}
}

type FindLeavers = Parameters<NonNullable<RoomSources['findLeavers']>>;

function groupKey({ senders, senderEmail, parameters }: Candidate): string {
	const { mode, limit, maxPerDomain } = parameters;
	const sender =
		senders.length > 1 ? senders.map(({ userId }) => userId) : senderEmail.toLowerCase();
	return [sender, mode, senderLimit(limit), limit.reserve, maxPerDomain].join(' ');
}

/** The cap of a company holds in every mode. */
const limitsOf = ({ mode, limit, maxPerDomain }: EnrollParameters): LimitSetting[] => [
	{ mode, room: senderLimit(limit) - limit.reserve },
	{ mode: 'hold', room: maxPerDomain || Infinity },
];
