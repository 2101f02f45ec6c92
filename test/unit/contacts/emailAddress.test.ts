import fc from 'fast-check';

import { emailAddress } from '../../../nodes/shared/contacts/contactRef';

const JANE = 'jane@example.com';

describe('an address is cleaned where its meaning is certain', () => {
	it.each([
		['an address', JANE],
		['capital letters', 'Jane@Example.COM'],
		['blanks around it', ` ${JANE}\t`],
		['a mark that nobody sees', `jane\u200B@example.com`],
		['a mark at its end', `${JANE}\uFEFF`],
		['a blank that does not break', `\u00A0${JANE}\u00A0`],
		['a link', `mailto:${JANE}`],
		['a link with a subject', `MAILTO:${JANE}?subject=Hello`],
		['a name before it', `Jane <${JANE}>`],
		['a name in quotes', `"Doe, Jane" <${JANE}>`],
		['angle brackets', `<${JANE}>`],
		['quotes', `"${JANE}"`],
		['single quotes', `'${JANE}'`],
		['curly quotes', `“${JANE}”`],
		['a comma behind it', `${JANE},`],
		['a semicolon behind it', `${JANE};`],
		['a full stop behind it', `${JANE}.`],
		['several of these', `Jane Doe <mailto:"${JANE}">; `],
	])('%s', (_, text) => expect(emailAddress(text)).toBe(JANE));

	it.each([
		"o'brien@example.ie",
		'"jane"@example.com',
		'a+b/c%d@example.co.uk',
		'jane@müller.example',
		'x_y-z@a-b.io',
	])('%s stays as it is', (text) => expect(emailAddress(text)).toBe(text));
});

describe('what is not one address is none', () => {
	it.each([
		['nothing', ''],
		['a name', 'Jane Doe'],
		['two addresses', `${JANE}, john@example.com`],
		['two addresses with a blank', `${JANE} john@example.com`],
		['a blank in it', 'jane doe@example.com'],
		['a quote that is not closed', `"${JANE}`],
		['no domain', 'jane@'],
		['a domain without an ending', 'jane@example'],
		['no name', '@example.com'],
		['two signs', 'jane@@example.com'],
		['a path', '../../../oauth/v1/token'],
		['a path behind it', 'jane@example.com/../../x'],
		['a page', 'https://example.com/jane@example.com?x=<b>'],
		['a name and no address', 'Jane <jane>'],
		['text behind the brackets', `Jane <${JANE}> (work)`],
	])('%s', (_, text) => expect(emailAddress(text)).toBeUndefined());
});

it('is not looked for in a cell that holds a page', () => {
	const page = 'word '.repeat(20_000);
	expect(emailAddress(`${page}<${JANE}>`)).toBeUndefined();
	// A minute of work, were it looked for.
	expect(emailAddress(`${'.'.repeat(page.length)}x`)).toBeUndefined();
});

it('cleans an address of whatever stands around it, in any order', () => {
	const around = [
		(address: string) => `Jane <${address}>`,
		(address: string) => `mailto:${address}`,
		(address: string) => `"${address}"`,
		(address: string) => `${address};`,
		(address: string) => ` ${address}\u200B`,
	];
	fc.assert(
		fc.property(fc.shuffledSubarray(around), (layers) => {
			const text = layers.reduce((inner, layer) => layer(inner), JANE);
			expect([text, emailAddress(text)]).toEqual([text, JANE]);
		}),
	);
});

it('gives nothing but one address without blanks, whatever it is given', () => {
	fc.assert(
		fc.property(fc.string(), (text) => {
			expect(emailAddress(`${text}@x.io`) ?? 'a@x.io').toMatch(
				/^("[^\s@"]+"|[^\s@<>",;]+)@[^\s@<>",;]+$/,
			);
		}),
	);
});
