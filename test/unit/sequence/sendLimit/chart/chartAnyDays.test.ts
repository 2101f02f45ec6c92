import * as fc from 'fast-check';

import {
	drawSendChart,
	type SendDay,
} from '../../../../../nodes/HubspotSequence/sendLimit/chart/chart';
import { barsOf, IDLE, named, readSvg, scaleOf } from '../../../sendLimit/chartReader';

const dateAfter = (days: number) =>
	new Date(Date.UTC(2026, 10, 23 + days)).toISOString().slice(0, 10);

const draw = (days: SendDay[]) => readSvg(drawSendChart({ title: 'Emails', lastDay: IDLE, days }));

const anyDays = fc
	.array(
		fc.record({
			sent: fc.option(fc.nat({ max: 900 }), { nil: undefined }),
			planned: fc.oneof(fc.nat({ max: 1200 }), fc.constant(0)),
			limit: fc.oneof(fc.constant(500), fc.nat({ max: 1000 })),
		}),
		{ maxLength: 90 },
	)
	.map((days) => days.map((day, index) => ({ ...day, date: dateAfter(index) })));

/** https://www.w3.org/TR/xml/#charsets */
function isXmlLetter(letter: string): boolean {
	const code = letter.codePointAt(0) ?? 0;
	const isPlain = code >= 0x20 && code <= 0xd7ff;
	return (
		isPlain || '\t\n\r'.includes(letter) || (code >= 0xe000 && ![0xfffe, 0xffff].includes(code))
	);
}

const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const wildNumber = fc.oneof(
	fc.double(),
	fc.constantFrom(NaN, Infinity, -Infinity, -1, 0.4, Number.MAX_VALUE),
);
const wildDay = fc.record({
	date: fc.oneof(anyText, fc.constant('2026-11-23')),
	sent: wildNumber,
	planned: wildNumber,
	limit: wildNumber,
	remaining: wildNumber,
	isPart: fc.boolean(),
});
const wildLastDay = fc.record({
	sent: wildNumber,
	owedNow: wildNumber,
	limit: wildNumber,
	reserve: wildNumber,
	remaining: wildNumber,
	nextAvailableAt: fc.option(anyText),
});

describe('any chart', () => {
	it('has a bar as high as its emails for each day with some', () => {
		fc.assert(
			fc.property(anyDays, (days) => {
				const svg = draw(days);
				const { zero, unit } = scaleOf(svg);
				const totals = days.map(({ sent = 0, planned }) => sent + planned);
				const bars = barsOf(svg);
				expect(bars).toHaveLength(totals.filter((total) => total > 0).length);
				bars.forEach(({ top, bottom, parts }, index) => {
					const total = totals.filter((one) => one > 0)[index];
					expect(Math.abs(bottom - zero)).toBeLessThan(0.03);
					expect(Math.abs(zero - top - total * unit)).toBeLessThan(0.03);
					const sum = parts.reduce((height, part) => height + part.height, 0);
					expect(Math.abs(sum - total * unit)).toBeLessThan(0.05);
				});
			}),
		);
	});

	it('keeps its bars apart, in the order of the days, and inside the picture', () => {
		fc.assert(
			fc.property(anyDays, (days) => {
				const svg = draw(days);
				const bars = barsOf(svg);
				bars.slice(1).forEach(({ parts: [part] }, index) => {
					const [before] = bars[index].parts;
					expect(part.left).toBeGreaterThanOrEqual(before.left + before.width);
				});
				expect(bars.every(({ top }) => top >= 100)).toBe(true);
				const [last] = bars.at(-1)?.parts ?? [];
				if (last) expect(last.left + last.width).toBeLessThan(Number(svg.attributes.width) - 60);
			}),
		);
	});

	it('is well-formed, and has no number that is none, whatever it is given', () => {
		fc.assert(
			fc.property(
				fc.array(wildDay, { maxLength: 8 }),
				anyText,
				wildLastDay,
				fc.option(anyText, { nil: undefined }),
				(days, title, lastDay, timeZone) => {
					const svg = drawSendChart({ title, lastDay, timeZone, days });
					const read = readSvg(svg);
					expect(read.name).toBe('svg');
					for (const { attributes } of [...named(read, 'rect'), ...named(read, 'line')]) {
						const { x, y, width, height, x1, x2, y1, y2 } = attributes;
						for (const value of [x, y, width, height, x1, x2, y1, y2]) {
							if (value !== undefined) expect(Number.isFinite(Number(value))).toBe(true);
						}
					}
					expect(named(read, 'script')).toEqual([]);
					expect(Array.from(svg).filter((letter) => !isXmlLetter(letter))).toEqual([]);
				},
			),
		);
	});
});
