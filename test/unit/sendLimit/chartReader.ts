import type { LastDay } from '../../../nodes/HubspotSequence/sendLimit/chart/words';

/** A sender who has sent nothing. */
export const IDLE: LastDay = {
	sent: 0,
	owedNow: 0,
	limit: 500,
	reserve: 0,
	remaining: 500,
	nextAvailableAt: '2026-11-23T09:00:00+01:00',
};

/** An element of a parsed SVG. */
export interface SvgElement {
	name: string;
	attributes: Record<string, string>;
	text: string;
	children: SvgElement[];
}

interface ParsedNode {
	'#name': string;
	$?: Record<string, string>;
	$$?: ParsedNode[];
	_?: string;
}

interface Xml2js {
	parseString(
		xml: string,
		options: object,
		done: (error: Error | null, root: ParsedNode | undefined) => void,
	): void;
}

/** Parses strictly, with the parser that n8n-workflow brings along. @throws where the XML is not well-formed */
export function readSvg(xml: string): SvgElement {
	const { parseString } = jest.requireActual<Xml2js>('xml2js');
	const options = {
		strict: true,
		explicitRoot: false,
		explicitChildren: true,
		preserveChildrenOrder: true,
	};
	const parsed: Array<Error | ParsedNode | null | undefined> = [];
	parseString(xml, options, (error, root) => parsed.push(error ?? root));
	const [root] = parsed;
	if (root instanceof Error) throw root;
	if (!root) throw new Error('The XML is empty');
	return toElement(root);
}

const toElement = (node: ParsedNode): SvgElement => ({
	name: node['#name'],
	attributes: node.$ ?? {},
	text: node._ ?? '',
	children: (node.$$ ?? []).map(toElement),
});

/** An element and all below it, in the order of the document. */
export const allIn = (element: SvgElement): SvgElement[] => [
	element,
	...element.children.flatMap(allIn),
];

/** All elements of a kind below an element. */
export const named = (element: SvgElement, name: string): SvgElement[] =>
	allIn(element).filter((one) => one.name === name);

/** The group of a class; without children where the chart has none. */
export const group = (svg: SvgElement, name: string): SvgElement =>
	allIn(svg).find((one) => one.name === 'g' && one.attributes.class === name) ?? {
		name: 'g',
		attributes: {},
		text: '',
		children: [],
	};

export const textsIn = (element: SvgElement): string[] =>
	named(element, 'text').map(({ text }) => text);

/** Where the numbers of the axis stand: how many pixels an email takes, and where zero is. */
export function scaleOf(svg: SvgElement): { zero: number; unit: number } {
	const ticks = group(svg, 'ticks');
	const values = textsIn(ticks).map((text) => Number(text.replaceAll(',', '')));
	const heights = named(ticks, 'line').map(({ attributes }) => Number(attributes.y1));
	const last = values.length - 1;
	return { zero: heights[0], unit: (heights[0] - heights[last]) / (values[last] - values[0]) };
}

/** The bars, one for each day on which something is sent. */
export const barsOf = (svg: SvgElement) =>
	group(svg, 'bars').children.map((day) => {
		const parts = named(day, 'rect').map(({ attributes }) => ({
			left: Number(attributes.x),
			width: Number(attributes.width),
			top: Number(attributes.y),
			height: Number(attributes.height),
			look: attributes.class,
			fill: attributes.fill,
		}));
		return {
			title: day.children.find(({ name }) => name === 'title')?.text ?? '',
			parts,
			top: Math.min(...parts.map(({ top }) => top)),
			bottom: Math.max(...parts.map(({ top, height }) => top + height)),
		};
	});
