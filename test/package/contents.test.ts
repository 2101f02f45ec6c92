import { filesIn, manifest, pack } from './packed';

/** What becomes of a file of the sources. */
const shipped = (file: string) => `dist/${file.replace(/\.ts$/, '.js')}`;

describe('the package', () => {
	const { files, size, unpackedSize } = pack();
	const paths = files.map(({ path }) => path).sort();

	it('holds the build of every source, the readme, the licence, and nothing else', () => {
		const sources = [...filesIn('credentials'), ...filesIn('nodes')];
		const expected = [...sources.map(shipped), 'LICENSE', 'README.md', 'package.json'].sort();
		expect(paths).toEqual(expected);
	});

	it('holds the files that n8n looks for', () => {
		for (const node of ['HubspotSequence', 'HubspotWorkflow']) {
			const folder = `dist/nodes/${node}`;
			const icon = node.charAt(0).toLowerCase() + node.slice(1);
			expect(paths).toEqual(
				expect.arrayContaining([
					`${folder}/${node}.node.js`,
					`${folder}/${node}.node.json`,
					`${folder}/${icon}.svg`,
					`${folder}/${icon}.dark.svg`,
					...['checkSendLimit', 'enroll', 'status', 'unenroll'].map(
						(operation) => `${folder}/__schema__/v1.0.0/${operation}.json`,
					),
				]),
			);
		}
		expect(paths).toEqual(
			expect.arrayContaining([
				'dist/credentials/HubspotEnrollmentOAuth2Api.credentials.js',
				'dist/credentials/hubspotEnrollment.svg',
				'dist/credentials/hubspotEnrollment.dark.svg',
			]),
		);
		const { n8n } = manifest();
		expect(paths).toEqual(expect.arrayContaining([...n8n.nodes, ...n8n.credentials]));
	});

	it('holds no sources, maps, declarations or tests', () => {
		expect(paths.filter((path) => /\.(ts|map|tsbuildinfo)$|test|example/i.test(path))).toEqual([]);
	});

	it('is small', () => {
		expect(size).toBeLessThan(200_000);
		expect(unpackedSize).toBeLessThan(800_000);
	});
});
