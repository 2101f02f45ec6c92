import { isResourceLocatorValue } from 'n8n-workflow';

import { readExampleFile } from '../../tools/demo/examples';
import { PACKAGE } from '../support/n8n/nodeTypes';
import { basename, filesIn, read } from './packed';

const FILES = filesIn('examples').filter((file) => file.endsWith('.json'));

it('README.md links to every example', () => {
	expect(FILES.filter((file) => !read('README.md').includes(`(${file})`))).toEqual([]);
});

describe.each(FILES)('%s leaves to a person', (file) => {
	const example = readExampleFile(basename(file));
	const nodes = example.nodes.filter(({ type }) => type.startsWith(`${PACKAGE}.`));

	it('the credential, and every record that is not told by an item', () => {
		expect(nodes.length).toBeGreaterThan(0);
		expect(nodes.filter(({ credentials }) => credentials)).toEqual([]);
		const locators = nodes
			.flatMap(({ parameters }) => [parameters, parameters.options ?? {}])
			.flatMap((holder) => Object.values(holder))
			.filter((value) => isResourceLocatorValue(value));
		const told = locators.map(({ value }) => value).filter((value) => !/^=/.test(String(value)));
		expect(new Set(told)).toEqual(new Set(told.map(() => '')));
	});

	it('three steps, in its note', () => {
		const note = example.nodes.find(({ type }) => /stickyNote$/.test(type));
		const steps = String(note?.parameters.content).match(/^\d\. /gm);
		expect(steps).toEqual(['1. ', '2. ', '3. ']);
	});
});
