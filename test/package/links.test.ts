import { HubspotEnrollmentOAuth2Api } from '../../credentials/HubspotEnrollmentOAuth2Api.credentials';
import { read } from './packed';
import { anchorsOf, deadLinks, PAGES, section } from './pages';

interface Codex {
	resources: Record<string, Array<{ url: string }>>;
}

const codexUrls = (node: string) => {
	const { resources } = JSON.parse(read(`nodes/${node}/${node}.node.json`)) as Codex;
	return Object.values(resources).flatMap((links) => links.map(({ url }) => url));
};

describe('a page', () => {
	it('is found at all', () => {
		expect(PAGES).toEqual(expect.arrayContaining(['README.md', 'docs/options.md']));
	});

	it.each(PAGES)('%s has no link that leads nowhere', (page) => {
		expect(deadLinks(page)).toEqual([]);
	});
});

describe('the README', () => {
	const credential = new HubspotEnrollmentOAuth2Api();

	it('has the headings that n8n links to', () => {
		const urls = [
			credential.documentationUrl,
			...['HubspotSequence', 'HubspotWorkflow'].flatMap(codexUrls),
		];
		const anchors = urls.map((url) => url.split('#')[1]);
		expect(anchorsOf('README.md')).toEqual(expect.arrayContaining(anchors));
	});

	it('names the scopes of the credential, and no others', () => {
		const rows = section('README.md', 'Scopes and keys').matchAll(/^\| `([^`]+)`/gm);
		const of = (wanted: string) =>
			String(credential.properties.find(({ name }) => name === wanted)?.default);
		const query = new URLSearchParams(of('authQueryParameters'));
		const asked = `${of('scope')} ${query.get('optional_scope')}`;
		expect([...rows].map(([, name]) => name).sort()).toEqual(asked.split(' ').sort());
	});

	it('begins with the two commands, and is short', () => {
		const [, , , first, second] = read('README.md').split('\n');
		expect([first, second]).toEqual([
			expect.stringMatching(/^npm ci && npm run demo /),
			expect.stringMatching(/^npm ci && npm test /),
		]);
		expect(Buffer.byteLength(read('README.md'))).toBeLessThanOrEqual(12_000);
	});
});
