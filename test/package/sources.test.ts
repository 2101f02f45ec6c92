import { dirname, filesIn, join, read } from './packed';

const isCode = (file: string) => /\.(js|ts)$/.test(file);
const sources = [...filesIn('nodes'), ...filesIn('credentials')].filter(isCode);

describe('what is built', () => {
	const built = filesIn('dist').filter(isCode);

	/** Part of every n8n; nothing else is there at run time. */
	// `crypto` is part of Node, and n8n's community rules allow it.
	const PROVIDED = ['n8n-workflow', 'luxon', 'p-limit', 'zod', 'lodash', 'crypto'];

	it('requires only what n8n has, and files of its own', () => {
		const required = built.flatMap((file) =>
			[...read(file).matchAll(/\brequire\(\s*(['"])(.*?)\1\s*\)/g)].map(([, , name]) => ({
				file,
				name,
			})),
		);
		expect(required.length).toBeGreaterThan(100);
		const others = required.filter(({ name }) => !name.startsWith('.'));
		expect(others.filter(({ name }) => !PROVIDED.includes(name))).toEqual([]);
		const own = required.filter(({ name }) => name.startsWith('.'));
		const missing = own.filter(
			({ file, name }) => !built.includes(`${join(dirname(file), name)}.js`),
		);
		expect(missing).toEqual([]);
	});

	it('imports nothing at a later time', () => {
		const late = /\bimport\(|\beval\(|new Function\(|require\((?!["'])/;
		expect(built.filter((file) => late.test(read(file)))).toEqual([]);
	});
});

describe('a path of HubSpot', () => {
	/** `/oauth/` of a credential's token URL and the path of its test are no calls of the nodes. */
	const ALLOWED = [
		'nodes/shared/hubspot/routes.ts',
		'credentials/HubspotEnrollmentOAuth2Api.credentials.ts',
	];
	const PATH = /\/(automation|crm|account-info|marketing|oauth)\/\S*/g;

	it('is written in one file', () => {
		const found = sources
			.filter((file) => !ALLOWED.includes(file))
			.flatMap((file) =>
				withoutComments(read(file))
					.split('\n')
					.flatMap((line) => [...line.matchAll(PATH)].map(([path]) => `${file}: ${path}`)),
			);
		expect(found).toEqual([]);
		expect(read(ALLOWED[0])).toMatch(PATH);
	});
});

describe('the sources', () => {
	it('turn no check off', () => {
		const off = /eslint-disable|@ts-(ignore|expect-error|nocheck)|as unknown as|:\s*any\b|as any\b/;
		expect(sources.filter((file) => off.test(read(file)))).toEqual([]);
	});

	it('hold no token', () => {
		const token = /pat-(na|eu)\d-[0-9a-f]{8}|Bearer\s+[\w-]{20,}/;
		expect(sources.filter((file) => token.test(read(file)))).toEqual([]);
	});
});

const withoutComments = (code: string) =>
	code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
