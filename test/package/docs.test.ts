import type { INodeProperties, INodeType } from 'n8n-workflow';

import { HubspotSequence } from '../../nodes/HubspotSequence/HubspotSequence.node';
import { HubspotWorkflow } from '../../nodes/HubspotWorkflow/HubspotWorkflow.node';
import { buildByHand } from '../../nodes/HubspotSequence/unenroll/bridge/buildByHand';
import { FAILED_REASONS, HELD_REASONS, SKIPPED_REASONS } from '../../nodes/shared/reasons';
import { EVERY_PATH } from '../support/everyPath';
import { ERROR_TABLE } from '../../nodes/shared/transport/errorTable';
import { CODE } from './imports';
import { basename, dirname, filesIn, read } from './packed';
import { PAGES, section } from './pages';

const propertiesOf = (type: new () => INodeType) =>
	new type().description.properties.filter((property) => property.type !== 'notice');

const optionsOf = ({ options = [] }: INodeProperties) => options as INodeProperties[];

describe('docs/options.md', () => {
	const page = read('docs/options.md');

	it.each([
		[HubspotSequence, 'enroll', 'Enroll Contact (in a sequence)'],
		[HubspotSequence, 'unenroll', 'Unenroll Contact (from a sequence)'],
		[HubspotSequence, 'status', 'Get Enrollment Status (sequences)'],
		[HubspotSequence, 'checkSendLimit', 'Check Sending Limit (of a sender)'],
		[HubspotWorkflow, 'enroll', 'Enroll Contact (in a workflow)'],
		[HubspotWorkflow, 'unenroll', 'Unenroll Contact (from a workflow)'],
		[HubspotWorkflow, 'status', 'Get Enrollment Status (workflows)'],
		[HubspotWorkflow, 'checkSendLimit', 'Check Sending Limit (of a workflow)'],
	])('has every field of %p, %s, by name and label, under "%s"', (type, operation, heading) => {
		const text = section('docs/options.md', heading);
		const rows = propertiesOf(type)
			.filter(({ displayOptions }) => displayOptions?.show?.operation?.includes(operation))
			.flatMap((field) => (field.type === 'collection' ? optionsOf(field) : [field]))
			.map(({ name, displayName }) => `${name}\`<br>${displayName} `);
		expect(rows.length).toBeGreaterThan(1);
		expect(rows.filter((row) => !text.includes(row))).toEqual([]);
	});

	it.each([[HubspotSequence], [HubspotWorkflow]])('has every choice of %p', (type) => {
		const fields = propertiesOf(type).flatMap((field) =>
			field.type === 'collection' ? optionsOf(field) : [field],
		);
		const values = fields
			.filter((field) => field.type === 'options')
			.flatMap(({ options = [] }) => options.flatMap((one) => ('value' in one ? [one.value] : [])));
		expect(values.length).toBeGreaterThan(10);
		expect(values.filter((value) => !page.includes(`\`${String(value)}\``))).toEqual([]);
	});
});

describe('The three steps that build the helper workflow', () => {
	const { properties } = new HubspotSequence().description;
	const notice = properties.find(({ name }) => name === 'bridgeNotice')?.displayName ?? '';
	const steps = buildByHand('unenroll_from_sequence_at');
	const plain = (text: string) => text.replace(/[*_`"]/g, '').replace(/\s+/g, ' ');

	it.each([
		['the notice of the node', notice],
		['the note of the example', read('examples/unenroll-from-sequence.json')],
	])('stand in %s', (_, text) => {
		expect(steps).toHaveLength(3);
		for (const [index, step] of steps.entries()) {
			expect(plain(text)).toContain(plain(`${index + 1}. ${step}`));
		}
	});
});

it('docs/outcomes.md has every reason', () => {
	const page = read('docs/outcomes.md');
	const reasons = [HELD_REASONS, SKIPPED_REASONS, FAILED_REASONS].flatMap(Object.keys);
	expect(reasons.filter((reason) => !page.includes(`| \`${reason}\``))).toEqual([]);
	const meanings = Object.entries(FAILED_REASONS).map(
		([code, means]) => `| \`${code}\` | ${means} |`,
	);
	expect(meanings.filter((row) => !page.includes(row))).toEqual([]);
});

it("docs/troubleshooting.md has every message about HubSpot's answers", () => {
	const page = section('docs/troubleshooting.md', "HubSpot's answers");
	const messages = ERROR_TABLE.map(({ message }) => message);
	expect(messages.filter((message) => !page.includes(`| ${message} `))).toEqual([]);
});

describe('the table of routes', () => {
	const rows = section('docs/reference/hubspot-api.md', '13. The routes that this package calls')
		.split('\n')
		.flatMap((row) =>
			[...row.matchAll(/`(\/[^`]*?)…?`/g)].map(([, path]) => ({
				row,
				path: path.replace(/{\w+}/g, '{id}'),
			})),
		);

	it.each(
		EVERY_PATH.flatMap(({ versions }) =>
			versions.map(({ path, supportEnds }) => [decodeURIComponent(path), supportEnds ?? '–']),
		),
	)('has %s, whose support ends %s', (path, supportEnds) => {
		const [closest] = rows
			.filter((one) => path.startsWith(one.path))
			.sort((a, b) => b.path.length - a.path.length);
		expect(closest?.row).toContain(supportEnds);
	});
});

describe('a file that a page names', () => {
	const ROOMS = ['credentials', 'docs', 'examples', 'nodes', 'test', 'tools'];
	const paths = ROOMS.flatMap(filesIn).flatMap((file) => [file, ...foldersOf(file)]);
	const known = new Set(paths.flatMap((path) => [path, basename(path)]));

	it.each(PAGES)('is there, in %s', (page) => {
		const named = [...read(page).matchAll(/`((?:\w+\/)[\w./-]*|[\w.-]+\.ts)`/g)]
			.map(([, path]) => path.replace(/\/$/, ''))
			.filter((path) => !path.includes('/') || ROOMS.includes(path.split('/')[0]));
		expect(named.filter((path) => !known.has(path))).toEqual([]);
		if (page === 'docs/architecture.md') expect(named.length).toBeGreaterThan(100);
	});
});

function foldersOf(file: string): string[] {
	const folder = dirname(file);
	return folder === '.' ? [] : [folder, ...foldersOf(folder)];
}

it('docs/architecture.md names every store of the process, by its name in the code', () => {
	const page = section('docs/architecture.md', 'What a process keeps');
	const named = CODE.filter((file) => file.startsWith('nodes/')).flatMap((file) =>
		[...read(file).matchAll(/^(?:export )?const (\w+) = .*\bopenStore\b/gm)].map(
			([, name]) => `\`${name}\` in \`${file}\``,
		),
	);
	expect(named.length).toBeGreaterThan(5);
	expect(named.filter((text) => !page.includes(text))).toEqual([]);
});

describe('a section of the reference that a comment cites', () => {
	it.each([
		['hubspot-api.md', 60],
		['n8n-engine.md', 5],
	])('is there, in %s', (page, least) => {
		const headings = read(`docs/reference/${page}`).matchAll(/^##+ (\d+(?:\.\d+)?)/gm);
		const sections = new Set([...headings].map(([, number]) => number));
		const cited = CODE.filter((file) => !file.startsWith('test/')).flatMap((file) =>
			[...read(file).matchAll(/([\w-]+\.md)(?:\s|\*)+((?:\d+(?:\.\d+)?(?:, )?)+)/g)]
				.filter(([, name]) => name === page)
				.flatMap(([, , numbers]) => numbers.split(', ').map((number) => ({ file, number }))),
		);
		expect(cited.filter(({ number }) => !sections.has(number))).toEqual([]);
		expect(cited.length).toBeGreaterThan(least);
	});
});
