import 'reflect-metadata';
import { ExecuteContext } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type IBinaryData,
	type IExecuteFunctions,
	type INode,
	type INodeType,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { chartBinary } from '../../../../../nodes/HubspotSequence/sendLimit/chart/chartBinary';
import { ItemResults } from '../../../../../nodes/shared/n8n/itemResults';
import {
	describeSendChart,
	drawSendChart,
} from '../../../../../nodes/HubspotSequence/sendLimit/chart/chart';
import { IDLE } from '../../../sendLimit/chartReader';

const SENDER = { email: 'ann@example.com' };
const forecast = [
	{ date: '2026-11-23', sent: 20, planned: 80, total: 100, atMost: 100, limit: 500, remaining: 90 },
	{ date: '2026-11-24', sent: 0, planned: 620, total: 620, atMost: 620, limit: 500, remaining: 0 },
];
const report = { ...IDLE, sent: 410, sentBeforeToday: 390, remaining: 90, forecast };
const days = [{ date: '2026-11-22', sent: 390, planned: 0, limit: 500, isPart: true }, ...forecast];

const type: INodeType = {
	description: {
		displayName: 'Subject',
		name: 'subject',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: {},
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
};

/** n8n's own context of a node that got so many items; it keeps files in memory. */
function contextOf(items: number): IExecuteFunctions {
	const node: INode = {
		id: 'subject',
		name: 'Subject',
		type: 'test.subject',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const workflow = new Workflow({
		id: 'workflow-1',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		},
		settings: { timezone: 'Europe/Berlin' },
	});
	const additionalData: Partial<IWorkflowExecuteAdditionalData> = { executionId: 'execution-1' };
	const data = { main: [Array.from({ length: items }, (_, id) => ({ json: { id } }))] };
	return new ExecuteContext(
		workflow,
		node,
		additionalData as IWorkflowExecuteAdditionalData,
		'trigger',
		createRunExecutionData(),
		0,
		data.main[0],
		data,
		{ node, data, source: null },
		[],
	);
}

const textOf = ({ data }: IBinaryData) => Buffer.from(data, 'base64').toString();

describe('the files of Check Sending Limit', () => {
	it('are the picture as an SVG, and a page to view it in the editor', async () => {
		const files = await chartBinary(contextOf(1), report, SENDER);
		expect(files).toEqual({
			chart: expect.objectContaining({
				fileName: 'send-limit-ann.example.com.svg',
				fileExtension: 'svg',
				mimeType: 'image/svg+xml',
				fileType: 'image',
			}),
			// n8n offers View for text/plain, and shows it as a page for its file type.
			chartPreview: expect.objectContaining({
				fileName: 'send-limit-ann.example.com.html',
				fileExtension: 'html',
				mimeType: 'text/plain',
				fileType: 'html',
			}),
		});
		expect(textOf(files.chart)).toBe(
			drawSendChart({
				title: 'Sequence emails of ann@example.com',
				lastDay: report,
				timeZone: 'Europe/Berlin',
				days,
			}),
		);
	});

	it('have no bar of yesterday where nothing of it counts', async () => {
		const { chart } = await chartBinary(contextOf(1), { ...report, sentBeforeToday: 0 }, SENDER);
		expect(textOf(chart)).toBe(
			drawSendChart({
				title: 'Sequence emails of ann@example.com',
				lastDay: report,
				timeZone: 'Europe/Berlin',
				days: forecast,
			}),
		);
	});

	it('show the same picture, by styles and words alone', async () => {
		const { chart, chartPreview } = await chartBinary(contextOf(1), report, SENDER);
		const page = textOf(chartPreview);
		const [, picture] = /url\("data:image\/svg\+xml,([^"]*)"\)/.exec(page) ?? [];
		expect(decodeURIComponent(picture)).toBe(textOf(chart));
		expect(page.match(/<\/?\w+/g)).toEqual(['<style', '</style', '<p', '</p']);
		expect(page).toContain(
			`<p>Sequence emails of ann@example.com. ${describeSendChart(report, days)}</p>`,
		);
	});

	it.each([
		['Ann.O’Neill+sales@Example.com', 'send-limit-ann.o.neill.sales.example.com.svg'],
		['../../etc/passwd', 'send-limit-etc.passwd.svg'],
		['a"b\\c:d*e?f<g>|h\n@x.io', 'send-limit-a.b.c.d.e.f.g.h.x.io.svg'],
		['ünï@例え.jp', 'send-limit-n.jp.svg'],
		['…', 'send-limit-sender.svg'],
		[`${'long'.repeat(60)}@x.io`, `send-limit-${'long'.repeat(25)}.svg`],
	])('have a name that is safe: %j', async (email, expected) => {
		const { chart } = await chartBinary(contextOf(1), report, { email });
		expect(chart.fileName).toBe(expected);
	});
});

describe('an answer with files', () => {
	it('leaves once for the items that asked the same, with its files', async () => {
		const context = contextOf(3);
		const results = new ItemResults(context, {});
		const questions = new Map([
			[0, { includeChart: true }],
			[1, { includeChart: false }],
			[2, { includeChart: true }],
		]);
		await results.answerTogether(questions, async ({ includeChart }) => {
			const json = { includeChart };
			if (!includeChart) return [{ json }];
			return [{ json, binary: await chartBinary(context, report, SENDER) }];
		});
		expect(await results.finish()).toEqual([
			[
				{
					json: { includeChart: true },
					binary: { chart: expect.any(Object), chartPreview: expect.any(Object) },
					pairedItem: [{ item: 0 }, { item: 2 }],
				},
				{ json: { includeChart: false }, pairedItem: { item: 1 } },
			],
		]);
	});
});
