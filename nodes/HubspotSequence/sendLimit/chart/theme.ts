/**
 * Colors of the chart. It brings its own background: no gray has 4.5:1 against both white and
 * #1a1a1a, which are 17.4:1 apart, so text on a transparent one would be hard to read on one of them.
 */
export const THEME = {
	card: { light: '#ffffff', dark: '#1a1a1a' },
	text: { light: '#1f2328', dark: '#f0f1f3' },
	muted: { light: '#5a6370', dark: '#a8b0bb' },
	grid: { light: '#e1e5ea', dark: '#34373d' },
	axis: { light: '#7d8590', dark: '#7d8590' },
	sent: { light: '#1d3f7d', dark: '#b4ccf8' },
	planned: { light: '#3f7de0', dark: '#4f8cee' },
	possible: { light: '#b7cff6', dark: '#2d4b7f' },
	limit: { light: '#cf3a2b', dark: '#ff7f70' },
} as const;

export type Role = keyof typeof THEME;

/**
 * Attributes that paint an element: the light colors, which also hold where styles are ignored, and
 * the classes by which `darkStyle` repaints it.
 */
export function paint({ fill, stroke }: { fill?: Role; stroke?: Role }) {
	const names = [fill && `fill-${fill}`, stroke && `line-${stroke}`].filter(Boolean);
	return {
		class: names.join(' '),
		fill: fill ? THEME[fill].light : 'none',
		stroke: stroke && THEME[stroke].light,
	};
}

export const darkStyle = (): string => {
	const rules = Object.entries(THEME).map(
		([role, { dark }]) => `.fill-${role}{fill:${dark}}.line-${role}{stroke:${dark}}`,
	);
	return `@media (prefers-color-scheme:dark){${rules.join('')}}`;
};
