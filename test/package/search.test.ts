import { read } from './packed';

const aliasesOf = (node: string) =>
	(JSON.parse(read(`nodes/${node}/${node}.node.json`)) as { alias: string[] }).alias;

/** n8n's node panel looks in the name of a node and in its aliases. */
it.each<[string, string[]]>([
	[
		'HubspotSequence',
		['HubSpot', 'sequence', 'enroll', 'unenroll', 'sending limit', 'daily limit', 'drip'],
	],
	['HubspotSequence', ['email sequence', 'outreach', 'sales email', 'cadence']],
	['HubspotWorkflow', ['HubSpot', 'workflow', 'enroll', 'unenroll', 'sending limit', 'drip']],
	['HubspotWorkflow', ['automation', 'marketing', 'nurture']],
])('%s is found by the words that people look for: %j', (node, words) => {
	const aliases = aliasesOf(node).map((alias) => alias.toLowerCase());
	const isFound = (word: string) => aliases.some((alias) => alias.includes(word.toLowerCase()));
	expect(words.filter((word) => !isFound(word))).toEqual([]);
});
