import { cellsOf } from '../../../tools/trace/cells';
import { asGiven, MONTH, readOptions } from '../../../tools/trace/options';

const cells = (...given: string[]) => {
	const request = readOptions(given);
	if (request.view === 'guards') throw new Error('Not a view of cells');
	return cellsOf(request.view, request);
};

describe('What is traced', () => {
	it('is 30 days of what is likely, beside another guard, unless told otherwise', () => {
		const request = readOptions([]);
		expect(request).toMatchObject({ view: 'guards', only: '', given: {} });
		expect(request.jobs).toBeGreaterThan(0);
		expect(asGiven(MONTH, request)).toEqual({
			days: 30,
			seed: 1,
			reps: 5,
			seat: false,
			hubspot: {
				delays: 'weekdaysFromStep',
				firstStep: 'atOnce',
				instant: 'anywhere',
				pace: { everySeconds: 20 },
			},
		});
	});

	it('is as a person says', () => {
		const request = readOptions(['--days=3', '--seed', '7', '--hubspot', '{"pace":null}']);
		expect(asGiven(MONTH, request)).toEqual({
			...MONTH,
			days: 3,
			seed: 7,
			hubspot: { ...MONTH.hubspot, pace: null },
		});
		expect(asGiven(MONTH, readOptions(['--seat'])).seat).toBe(true);
		expect(readOptions(['--told', '--jobs', '3', '--only', 'seed 1'])).toMatchObject({
			view: 'told',
			jobs: 3,
			only: 'seed 1',
		});
	});

	it.each([
		[['--dayz', '3'], 'Unknown option --dayz. Known: --matrix,'],
		[['--jobs', '0'], '--jobs needs a whole number above 0'],
		[['--hubspot', '[]'], '--hubspot needs settings as a JSON object'],
		[['--only'], '--only needs a value'],
	])('an option that cannot be read is said: %j', (given, message) => {
		expect(() => readOptions(given)).toThrow(message);
	});
});

describe('Cells', () => {
	it('of the matrix are every rule, pace and seed, the first step in the window, and the month', () => {
		const all = cells('--matrix');
		expect(all).toHaveLength(3 * 2 * 3 * 3 + 2);
		expect(all.filter(({ options }) => options.days === 30)).toHaveLength(1);
		expect(all.filter(({ options }) => options.hubspot.firstStep === 'sendWindow')).toHaveLength(1);
		expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
	});

	it('of the corners meet every rule and pace in half a month', () => {
		const all = cells('--corners').map(({ options }) => options);
		const values = (name: 'delays' | 'firstStep' | 'instant' | 'pace') =>
			new Set(all.map(({ hubspot }) => JSON.stringify(hubspot[name]))).size;
		expect(all.map(({ days }) => days)).toEqual([15, 15, 15, 15]);
		expect([values('delays'), values('firstStep'), values('instant'), values('pace')]).toEqual([
			3, 2, 2, 3,
		]);
	});

	it('are those whose name holds a text', () => {
		const names = cells('--told', '--only', 'fromStep').map(({ name }) => name);
		expect(names).toEqual([
			'fromStep, anywhere, 20 s, seed 1, 30 days',
			'fromStep, whenDue, 20 s, seed 1, 30 days',
		]);
		expect(() => cells('--matrix', '--only', 'noon')).toThrow('No cell has "noon" in its name');
	});

	it('are as a person says, and the same ones only once', () => {
		const names = cells('--matrix', '--days', '2', '--seed', '9').map(({ name }) => name);
		expect(names).toHaveLength(3 * 2 * 3 + 1);
		expect(names[0]).toBe('weekdaysFromStep, anywhere, no pace, seed 9, 2 days');
	});
});
