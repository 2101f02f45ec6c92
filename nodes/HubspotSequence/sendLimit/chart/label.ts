import { paint, type Role } from './theme';
import { escapeXml, tag } from './xml';

export interface Label {
	text: string;
	x: number;
	/** Of the baseline. */
	y: number;
	/** Pixels. */
	size: number;
	role?: Role;
	anchor?: 'start' | 'middle' | 'end';
	isBold?: boolean;
}

/** A text with a rim in the color of the background, so that it stays readable across a line. */
export function drawLabel({ text, x, y, size, role = 'text', anchor, isBold }: Label): string {
	return tag(
		'text',
		{
			x,
			y,
			'text-anchor': anchor,
			'font-size': size,
			'font-weight': isBold ? 600 : undefined,
			...paint({ fill: role, stroke: 'card' }),
			'stroke-width': 3,
			'paint-order': 'stroke',
		},
		escapeXml(text),
	);
}

/** Roughly what a system font takes: its digits and small letters are 0.5 to 0.6 em wide. */
export const textWidth = (text: string, size: number): number =>
	Array.from(text).length * size * 0.58;

/** What even a wide system font in bold takes for a letter on average, in em. */
const WIDE_LETTER = 0.68;

/** Cuts a text that would be wider than `width`; the whole of it is in the chart's title. */
export function fitText(text: string, size: number, width: number): string {
	const letters = Array.from(text);
	const room = Math.floor(width / (size * WIDE_LETTER));
	return letters.length <= room ? text : `${letters.slice(0, room - 1).join('')}…`;
}
