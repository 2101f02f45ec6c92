import { drawSendChart } from '../../../../../nodes/HubspotSequence/sendLimit/chart/chart';
import {
	darkStyle,
	THEME,
	type Role,
} from '../../../../../nodes/HubspotSequence/sendLimit/chart/theme';
import { allIn, IDLE, named, readSvg } from '../../../sendLimit/chartReader';

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(color: string): number {
	const [red, green, blue] = [1, 3, 5]
		.map((place) => parseInt(color.slice(place, place + 2), 16) / 255)
		.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
	const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
	return (light + 0.05) / (dark + 0.05);
}

const days = [
	{ date: '2026-11-23', sent: 20, planned: 600, limit: 500 },
	{ date: '2026-11-24', planned: 20, limit: 500 },
];
const svg = readSvg(drawSendChart({ title: 'Emails', lastDay: IDLE, days }));

describe.each(['light', 'dark'] as const)('in %s', (scheme) => {
	const card = THEME.card[scheme];

	it.each<Role>(['text', 'muted'])('%s has a contrast of 4.5:1', (role) => {
		expect(contrast(THEME[role][scheme], card)).toBeGreaterThanOrEqual(4.5);
	});

	it.each<Role>(['planned', 'sent', 'limit', 'axis'])('%s has a contrast of 3:1', (role) => {
		expect(contrast(THEME[role][scheme], card)).toBeGreaterThanOrEqual(3);
	});

	it('what was sent is told from what is planned by lightness', () => {
		expect(contrast(THEME.sent[scheme], THEME.planned[scheme])).toBeGreaterThanOrEqual(2);
	});
});

describe('where the color scheme is not known', () => {
	it('bars and lines can be seen on white and on black alike', () => {
		for (const role of ['planned', 'limit', 'axis'] as const) {
			expect(contrast(THEME[role].light, '#ffffff')).toBeGreaterThanOrEqual(3);
			expect(contrast(THEME[role].light, '#1a1a1a')).toBeGreaterThanOrEqual(3);
		}
	});

	it('the chart stands on a background of its own', () => {
		const [card] = svg.children.filter(({ name }) => name === 'rect');
		const { width, height } = svg.attributes;
		expect(card.attributes).toMatchObject({ width, height, fill: '#ffffff', class: 'fill-card' });
	});

	it('everything has its light color without the style', () => {
		const painted = allIn(svg).filter(({ attributes }) => attributes.class?.match(/fill-|line-/));
		expect(painted.length).toBeGreaterThan(20);
		for (const { attributes } of painted) {
			for (const [, kind, role] of attributes.class.matchAll(/(fill|line)-(\w+)/g)) {
				const color = attributes[kind === 'fill' ? 'fill' : 'stroke'];
				expect(color).toBe(THEME[role as Role].light);
			}
		}
	});
});

describe('where dark is preferred', () => {
	it('every color in use has a dark one', () => {
		const [style] = named(svg, 'style');
		expect(style.text).toBe(darkStyle());
		expect(style.text).toMatch(/^@media \(prefers-color-scheme:dark\)\{.*\}$/);
		const used = new Set(
			allIn(svg).flatMap(({ attributes }) => attributes.class?.match(/(fill|line)-\w+/g) ?? []),
		);
		for (const name of used) {
			const role = name.slice(5) as Role;
			const property = name.startsWith('fill') ? 'fill' : 'stroke';
			expect(style.text).toContain(`.${name}{${property}:${THEME[role].dark}}`);
		}
	});
});
