import { CODE, importsOf, reachedFrom } from './imports';
import { filesIn, read } from './packed';

const isIn = (folder: string) => (file: string) => file.startsWith(`${folder}/`);

const nodes = CODE.filter(isIn('nodes'));
const shared = CODE.filter(isIn('nodes/shared'));

/** The ways by which files reach what they must not, by their imports and those of these. */
const waysTo = (files: string[], isForbidden: (reached: string) => boolean): string[] =>
	files.flatMap((file) =>
		[...reachedFrom(file)]
			.filter(([reached]) => isForbidden(reached))
			.map(([, way]) => way.join(' > ')),
	);

/** Lie below all rooms: errors, lists, and what a process keeps. They import nothing else of ours. */
const GROUND = ['errors', 'groups', 'reasons', 'stores'].map((name) => `nodes/shared/${name}.ts`);

it('every import of a file of ours leads to a file', () => {
	const isOurs = /^(credentials|nodes|test|tools)\//;
	const known = new Set(CODE);
	expect(CODE.flatMap(importsOf).filter((name) => isOurs.test(name)).length).toBeGreaterThan(1_000);
	const lost = CODE.flatMap((file) =>
		importsOf(file)
			.filter((name) => isOurs.test(name) && !known.has(name) && !name.endsWith('.json'))
			.map((name) => `${file} > ${name}`),
	);
	expect(lost).toEqual([]);
});

it('no imports lead in a circle', () => {
	expect(CODE.flatMap((file) => waysTo([file], (reached) => reached === file))).toEqual([]);
});

describe.each([
	['nodes/shared/quota', CODE.filter(isIn('nodes/shared/quota'))],
	['the month of marketing email', ['nodes/HubspotWorkflow/sendLimit/month.ts']],
	['the retry policy', ['nodes/shared/transport/retryPolicy.ts']],
])('%s is pure', (_, pure) => {
	const CALCULATES = ['crypto', 'lodash', 'luxon'];
	const [folder] = pure.map((file) => file.slice(0, file.lastIndexOf('/')));
	const rooms = [folder, 'nodes/shared/quota'].map(isIn);

	it('reaches no other room, and no package but those that calculate', () => {
		expect(pure.filter((file) => nodes.includes(file))).toEqual(pure);
		const isForbidden = (reached: string) =>
			![...CALCULATES, ...GROUND].includes(reached) && !rooms.some((isInRoom) => isInRoom(reached));
		expect(waysTo(pure, isForbidden)).toEqual([]);
	});

	it('has no clock and no chance of its own', () => {
		const own = /\bDate\.now\b|\bnew Date\(\)|\bDateTime\.(now|local|utc)\(\)|\bMath\.random\b/;
		const reached = pure.flatMap((file) => [file, ...reachedFrom(file).keys()]);
		const code = [...new Set(reached)].filter((file) => nodes.includes(file));
		expect(code.filter((file) => own.test(read(file)))).toEqual([]);
	});
});

describe('the rooms of nodes', () => {
	it('shared reaches no node', () => {
		expect(shared.length).toBeGreaterThan(100);
		const isOfNode = /^nodes\/Hubspot/;
		expect(waysTo(shared, (reached) => isOfNode.test(reached))).toEqual([]);
	});

	it('neither node reaches the other', () => {
		const [sequence, workflow] = ['nodes/HubspotSequence', 'nodes/HubspotWorkflow'].map(isIn);
		expect(waysTo(nodes.filter(sequence), workflow)).toEqual([]);
		expect(waysTo(nodes.filter(workflow), sequence)).toEqual([]);
	});

	it('nothing of the package reaches tests or tools', () => {
		const isOutside = /^(test|tools)\//;
		const packed = [...nodes, ...CODE.filter(isIn('credentials'))];
		expect(waysTo(packed, (reached) => isOutside.test(reached))).toEqual([]);
	});

	it('HubSpot is called from the transport alone', () => {
		const calls = /\bhttpRequest\w*|\brequestWithAuthentication\w*|\brequestOAuth\w*/;
		const [transport, others] = [true, false].map((inside) =>
			nodes.filter((file) => isIn('nodes/shared/transport')(file) === inside),
		);
		expect(transport.filter((file) => calls.test(read(file)))).not.toEqual([]);
		expect(others.filter((file) => calls.test(read(file)))).toEqual([]);
	});

	it('no file lies loose in shared, but those below all rooms', () => {
		expect(filesIn('nodes/shared').filter((file) => file.split('/').length < 4)).toEqual(GROUND);
		const above = nodes.filter((file) => !GROUND.includes(file));
		expect(GROUND.flatMap(importsOf).filter((name) => above.includes(name))).toEqual([]);
	});
});

it.each([
	['credentials', 250],
	['nodes', 250],
	['test', 400],
	['tools', 400],
])('no file of %s has more than %i lines', (folder, most) => {
	const lines = CODE.filter(isIn(folder)).map((file) => ({
		file,
		lines: read(file).trimEnd().split('\n').length,
	}));
	expect(lines).not.toEqual([]);
	expect(lines.filter((one) => one.lines > most)).toEqual([]);
});
