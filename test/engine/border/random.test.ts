import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { addRep, addSentEmails, type FaultEffect, type Rep } from '../../../tools/hubspot';
import { Random } from '../../../tools/trace/random';
import { Cast, closeCasts, HOUR, newAddress } from '../../support/cast';
import { byId } from '../../support/n8n/stage';
import { KEY, leaksIn, visible } from '../sequence/leaks';
import { ENROLLED, FAILED } from '../../support/outputs';

afterAll(closeCasts);

const RUNS = 40;
const MODES = ['hold', 'hold', 'hold', 'fail', 'warn', 'off'];
const CODE_ERROR =
	/cannot (read|destructure)|is not a function|is not iterable|\bundefined\b|\bNaN\b|\[object /i;

const changed = (change: (results: object[]) => object): FaultEffect => ({
	rewrite: ({ body }) => {
		const results = (body as { results?: object[] } | undefined)?.results;
		return results ? { ...(body as object), ...change(results) } : body;
	},
});

/** What may come in place of an answer, or become of it. */
const EFFECTS: FaultEffect[] = [
	{ status: 500 },
	{ status: 401 },
	{ status: 400, body: { message: `No ${KEY}` } },
	{ status: 400, body: { message: 'Daily send limit reached' } },
	{ reset: 'before' },
	{ reset: 'after' },
	{ html404: true },
	{ status: 204, body: '' },
	...['', {}, [], `<html>Bearer ${KEY}</html>`].flatMap((body): FaultEffect[] => [
		{ status: 200, body },
		{ insteadAfter: { status: 200, body } },
	]),
	{ insteadAfter: { status: 502, body: `<html>${KEY}</html>` } },
	changed((results) => ({ results: [...results, ...results].reverse(), paging: null })),
	changed((results) => ({ results: results.slice(1) })),
	changed((results) => ({ results: results.slice(1), errors: [{}] })),
	changed(() => ({ results: null })),
];
const PATHS = [
	/enrollments$/,
	/batch\/read$/,
	/emails\/search$/,
	/account-info/,
	/owners/,
	/\/\d+$/,
];

/** Settings of an item as a sheet may give them: most of them right. */
const rowOf = (random: Random, [one, two]: Rep[]): IDataObject => ({
	mode: random.chance(0.9) ? random.pick(MODES) : random.pick(['Hold', 'hold ', '', null]),
	limit: random.chance(0.9) ? random.pick([1, 2, '3', ' 4 ', 5]) : random.pick(['many', 0, null]),
	cap: random.pick([0, 0, 0, '2']),
	skip: random.pick([true, 'FALSE', 'no', 1]),
	sender: random.pick([one.userId, Number(two.userId)]),
	senders: random.pick([`${one.email}; ${two.userId}`, [Number(two.userId), one.email]]),
});

async function play(random: Random): Promise<string[]> {
	const cast = await Cast.open({ contacts: random.whole(4, 12), settings: { overLimit: 'allow' } });
	const { account, hubspot } = cast;
	hubspot.settings.requireToken = false;
	const inboxes = random.chance(0.8) ? undefined : [];
	const reps = [cast.rep, addRep(account, { email: newAddress(), ...(inboxes && { inboxes }) })];
	const sentBefore = random.whole(0, 1);
	const times = Array<number>(sentBefore).fill(Date.now() - HOUR);
	for (const { ownerId } of reps) addSentEmails(account, { ownerId, times });
	for (const { id } of cast.contacts) if (random.chance(0.1)) account.refusedKeys.add(id);
	cast.addContact({ hs_email_optout: 'true', hubspot_owner_id: reps[0].ownerId });
	for (const contact of cast.contacts)
		contact.properties.hubspot_owner_id = random.pick(reps).ownerId;
	const rows = Array.from({ length: random.whole(5, 14) }, (): IDataObject => {
		const { id, properties } = random.pick(cast.contacts);
		const value = random.chance(0.5)
			? { mode: 'id', value: id }
			: { mode: 'email', value: properties.email };
		return {
			id,
			contact: random.chance(0.9) ? value : random.pick([id, null, { mode: 'x', value: id }]),
			...rowOf(random, reps),
		};
	});
	const faults = random.chance(0.5) ? random.whole(1, 2) : 0;
	for (let count = 0; count < faults; count++) {
		const [path, effect] = [random.pick(PATHS), random.pick(EFFECTS)];
		hubspot.faults.add({ path, effect, times: random.pick([1, 2, 50]), skip: random.whole(0, 2) });
	}
	const dryRun = random.chance(0.15);
	const parameters: INodeParameters = {
		contact: '={{ $json.contact }}',
		senderMode: random.pick(['user', 'rotate', 'contactOwner']),
		sender: byId('={{ $json.sender }}'),
		senders: '={{ $json.senders }}',
		plan: 'custom',
		dailyLimit: '={{ $json.limit }}',
		sendLimitMode: '={{ $json.mode }}',
	};
	const run = await cast.enroll(rows, {
		parameters,
		options: {
			maxPerDomain: '={{ $json.cap }}',
			skipIneligible: '={{ $json.skip }}',
			concurrency: random.whole(1, 5),
			fallbackSender: byId(reps[0].userId),
			dryRun,
		},
		settings: { onError: 'continueErrorOutput' },
		credentials: { ...cast.stage.serviceKey, appToken: KEY },
	});

	const found = leaksIn(visible(run)).map((text) => `a leak: ${text.slice(0, 100)}`);
	const strange = CODE_ERROR.exec(JSON.stringify([run.json, run.hints]));
	if (strange) found.push(`${strange[0]} in a text`);
	const enrolled = account.enrollments;
	const ids = enrolled.map(({ contactId }) => contactId);
	if (new Set(ids).size < ids.length) found.push('a contact was enrolled twice');
	if (dryRun && ids.length > 0) found.push('a dry run enrolled');
	rows.forEach(({ id, mode, limit }, index) => {
		// Throws where the item did not leave exactly once.
		const { output } = run.of(index);
		if (output !== ENROLLED && output !== FAILED && !MODES.includes(String(mode)))
			found.push(`item ${index} with mode ${String(mode)} is no error`);
		if (output !== ENROLLED || dryRun) return;
		const at = ids.indexOf(String(id));
		if (at < 0) return void found.push(`item ${index} left by Enrolled, and is not`);
		const { senderEmail } = enrolled[at];
		const used = enrolled.slice(0, at + 1).filter((one) => one.senderEmail === senderEmail).length;
		const isOver = sentBefore + used > Number(limit);
		if (isOver && (mode === 'hold' || mode === 'fail'))
			found.push(`item ${index} is over its limit`);
	});
	return found;
}

it.each(Array.from({ length: RUNS }, (_, seed) => seed))(
	'whatever a sheet gives and HubSpot answers, Enroll tells the truth: run %i',
	async (seed) => expect(await play(new Random(`border ${seed}`))).toEqual([]),
);
