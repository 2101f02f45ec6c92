import fc from 'fast-check';

import { asFlag, asList, asText, asWholeNumber, isNothing } from '../../../nodes/shared/n8n/values';

const DAYS = { min: 0, max: 365 };

describe('a whole number', () => {
	it.each([
		['a number', 30, 30],
		['its digits', '30', 30],
		['digits with blanks around them', ' 30 ', 30],
		['the least', 0, 0],
		['the most', '365', 365],
		['less than the least', -1, undefined],
		['more than the most', 366, undefined],
		['a fraction', 1.5, undefined],
		['a fraction as text', '1.5', undefined],
		['a unit behind it', '30 days', undefined],
		['a word', 'thirty', undefined],
		['a power of ten', '1e2', undefined],
		['a hexadecimal number', '0x1E', undefined],
		['true', true, undefined],
		['nothing', '', undefined],
		['null', null, undefined],
		['a list of one', [30], undefined],
		['not a number', Number.NaN, undefined],
		['no end', Infinity, undefined],
	])('%s', (_, given, read) => expect(asWholeNumber(given, DAYS)).toBe(read));

	it('is read from whatever text a sheet makes of it', () =>
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 365 }),
				fc.constantFrom('', ' ', '\t', '\n'),
				(n, blank) => {
					expect(asWholeNumber(`${blank}${n}${blank}`, DAYS)).toBe(n);
				},
			),
		));

	it('is never read from text with anything but digits in it', () =>
		fc.assert(
			fc.property(fc.string(), (text) => {
				fc.pre(!/^-?\d+$/.test(text.trim()));
				expect(asWholeNumber(text, DAYS)).toBeUndefined();
			}),
		));
});

describe('true or false', () => {
	it.each([
		...[true, 'true', 'TRUE', 'True', ' true ', 'yes', 'YES', 1, '1'].map(
			(one) => [one, true] as const,
		),
		...[false, 'false', 'FALSE', ' False ', 'no', 'No', 0, '0'].map((one) => [one, false] as const),
		...['', 'maybe', 'on', 2, '2', null, undefined, {}, [], [true]].map(
			(one) => [one, undefined] as const,
		),
	])('%p is %p', (given, read) => expect(asFlag(given)).toBe(read));
});

describe('a list', () => {
	it.each([
		['one value', '7', ['7']],
		['a number', 7, ['7']],
		['values of a list', ['7', 8], ['7', '8']],
		['values with commas', '7,8', ['7', '8']],
		['values with semicolons', 'a@x.io; b@x.io', ['a@x.io', 'b@x.io']],
		['values on lines', '7\n8\r\n9', ['7', '8', '9']],
		['the same value twice', '7, 7', ['7']],
		['empty places', ['', '7,,'], ['7']],
		['an object', { id: 7 }, undefined],
		['an object among values', ['7', { id: 8 }], undefined],
		['nothing among values', ['7', null], undefined],
		['true', true, undefined],
	])('%s', (_, given, read) => expect(asList(given)).toEqual(read));
});

describe('text', () => {
	it.each([
		['text', ' webinar ', 'webinar'],
		['a number', 2026, '2026'],
		['an object', {}, undefined],
		['a list', ['a'], undefined],
		['true', true, undefined],
		['not a number', Number.NaN, undefined],
	])('%s', (_, given, read) => expect(asText(given)).toBe(read));
});

describe('nothing', () => {
	it.each([undefined, null, '', '  ', '\n', []])('%p is nothing', (given) =>
		expect(isNothing(given)).toBe(true),
	);
	it.each([0, false, '0', ' a ', {}, [null]])('%p is something', (given) =>
		expect(isNothing(given)).toBe(false),
	);
});
