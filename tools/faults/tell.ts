import type { Act, ByHand, Fault, Item, Outage, Run, Story } from './story';

/** The story in words, a line for each thing that happens. */
export function tell(story: Story): string[] {
	const { node, people, emails, limit, latency, tables, stays, reEnroll } = story;
	return [
		`seed ${story.seed}: the HubSpot ${node === 'sequence' ? 'Sequence' : 'Workflow'} node, ${people.length} contacts (${people.map((state, order) => `${order} ${state}`).join(', ')})`,
		node === 'sequence'
			? `a sequence of ${emails.length} email(s), days between them ${emails.join(', ')}; ${limit} sends in 24 hours`
			: `a workflow that ${stays ? 'holds its contacts for a week' : 'is over at once'}, re-enrollment ${reEnroll ? 'on' : 'off'}; cap ${limit}`,
		`Data Tables ${tables ? 'are there' : 'cannot be reached'}; a packet takes up to ${latency} ms; HubSpot: ${JSON.stringify(story.hubspot)}`,
		...story.acts.flatMap((act, order) => tellAct(act).map((line) => `${order + 1}. ${line}`)),
	];
}

function tellAct(act: Act): string[] {
	if (act.kind === 'wait') return [`${act.hours} hours pass`];
	if (act.kind === 'restart') return ['the process is started anew'];
	if (act.kind === 'by hand') return [tellByHand(act)];
	return [
		...act.runs.map(tellRun),
		...act.faults.map(tellFault),
		...act.outages.map(tellOutage),
		...(act.meanwhile
			? [`after ${act.meanwhile.after} requests ${tellByHand(act.meanwhile)}`]
			: []),
	];
}

const tellByHand = ({ person, does }: ByHand) => `contact ${person} ${does}`;

const tellItem = ({ person, by }: Item) => `${person} by ${by}`;

function tellRun(run: Run): string {
	const { operation, items, parameters, options, onError, tries, worker, startsAfter } = run;
	return [
		`${operation} of ${items.map(tellItem).join(', ')}`,
		JSON.stringify({ ...parameters, ...options }),
		onError,
		...(tries > 1 ? [`Retry On Fail, ${tries} tries`] : []),
		...(worker === 1 ? ['in another process'] : []),
		...(startsAfter > 0 ? [`${startsAfter} ms later`] : []),
		...(run.cancelAfter ? [`cancelled after ${run.cancelAfter} requests`] : []),
		...(run.crashAfter ? [`the process dies after ${run.crashAfter} requests`] : []),
	].join('; ');
}

const tellFault = ({ call, effect, skip, times }: Fault) =>
	`${effect} where the node wants to ${call}, ${skip > 0 ? `after ${skip} of them, ` : ''}${times} time(s)`;

const tellOutage = ({ after, kind, times }: Outage) =>
	`the Data Table ${kind} ${times} time(s), after ${after} calls`;
