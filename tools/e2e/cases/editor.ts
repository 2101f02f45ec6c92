import type { IDataObject, INodeListSearchResult } from 'n8n-workflow';

import type { HubspotServer } from '../../hubspot';
import { addRep, addSequence, FLOWS, REPS, SEQUENCES } from '../../hubspot';
import type { Case, Editor, EditorStep } from '../case';
import { credentialReference, nodeTypes } from '../standIn';
import { ben, user } from './parameters';

interface Search {
	/** The parameter, and the search behind its "From List". */
	path: string;
	methodName: string;
	filter?: string;
	paginationToken?: string;
	node?: keyof typeof nodeTypes;
	/** What else the node is set to. */
	parameters?: IDataObject;
}

/** What a "From List" field shows. */
async function search(
	{ session, credentialId }: Editor,
	{ path, node = 'sequence', parameters, ...rest }: Search,
): Promise<INodeListSearchResult> {
	return await session.request<INodeListSearchResult>(
		'POST',
		'/dynamic-node-parameters/resource-locator-results',
		{
			...rest,
			path: `parameters.${path}`,
			nodeTypeAndVersion: { name: nodeTypes[node], version: 1 },
			currentNodeParameters: { operation: 'enroll', ...parameters },
			credentials: credentialReference(credentialId),
		},
	);
}

/** All pages of a list. */
async function searchAll(editor: Editor, request: Search): Promise<INodeListSearchResult[]> {
	const pages: INodeListSearchResult[] = [];
	let paginationToken: string | undefined;
	do {
		const page = await search(editor, { ...request, paginationToken });
		pages.push(page);
		paginationToken = page.paginationToken as string | undefined;
	} while (paginationToken !== undefined && pages.length < 20);
	return pages;
}

const pick = (name: string, inEditor: EditorStep['inEditor']): EditorStep => ({ name, inEditor });

function pickers({ account }: HubspotServer): EditorStep[] {
	for (let number = 1; number <= 120; number++) {
		addSequence(account, { name: `Winter campaign ${number}` });
	}
	const contacts = { path: 'contact', methodName: 'searchContacts' };
	const senders = { path: 'sender', methodName: 'searchSenders' };
	const sequences = { path: 'sequence', methodName: 'searchSequences' };
	const workflows = { path: 'workflow', methodName: 'searchWorkflows', node: 'workflow' } as const;
	const rows = (pages: INodeListSearchResult[]) => pages.flatMap(({ results }) => results);
	return [
		pick('Contacts', async (editor) => {
			const first = await search(editor, contacts);
			const second = await search(editor, { ...contacts, ...first, filter: undefined });
			const ids = [...first.results, ...second.results].map(({ value }) => value);
			editor.checks.equal('two pages hold different contacts', new Set(ids).size, ids.length);
			editor.checks.equal('a page is a screenful', first.results.length >= 20, true);
			const someone = [...account.contacts.values()][7];
			const { email } = someone.properties;
			const found = await search(editor, { ...contacts, filter: String(email) });
			editor.checks.equal(
				'found by address',
				found.results.map(({ value }) => value),
				[someone.id],
			);
		}),
		pick('Senders', async (editor) => {
			const all = rows(await searchAll(editor, senders));
			editor.checks.equal(
				'all users',
				all.map(({ value }) => value),
				Object.values(REPS).map(({ userId }) => userId),
			);
			const { results } = await search(editor, { ...senders, filter: 'BAUER' });
			editor.checks.equal('found by name', results, [
				{ name: `Ben Bauer (${ben})`, value: REPS.ben.userId },
			]);
		}),
		pick('Senders of a large account', async (editor) => {
			for (let number = 1; number <= 130; number++) addRep(account);
			const zora = addRep(account, { firstName: 'Zora', lastName: 'Zettel' });
			const { results } = await search(editor, { ...senders, filter: 'zora' });
			const found = results.map(({ value }) => value);
			editor.checks.equal('found beyond the first page', found, [zora.userId]);
		}),
		pick('Sequences', async (editor) => {
			const all = rows(await searchAll(editor, sequences));
			editor.checks.equal('all pages', all.length, account.sequences.length);
			const filtered = { ...sequences, filter: 'outbound', parameters: { sender: user(ben) } };
			const { results } = await search(editor, filtered);
			editor.checks.equal('found by name, with its steps', results, [
				{
					name: 'Outbound intro – 3 emails over 9 days',
					value: SEQUENCES.outbound,
					url: `https://app.hubspot.com/sequences/${account.portalId}/sequence/${SEQUENCES.outbound}`,
				},
			]);
		}),
		pick('Workflows', async (editor) => {
			const all = rows(await searchAll(editor, workflows));
			editor.checks.equal('all workflows', all.length, account.flows.length);
			const { results } = await search(editor, { ...workflows, filter: 'old' });
			editor.checks.equal('found by name', results, [
				{
					name: 'Old onboarding (off)',
					value: FLOWS.off.id,
					url: `https://app.hubspot.com/workflows/${account.portalId}/platform/flow/${FLOWS.off.id}/edit`,
				},
			]);
		}),
	];
}

export const editorCases: Case[] = [
	{ title: 'Editor: From List', runBy: 'server', steps: pickers },
];
