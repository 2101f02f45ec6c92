import { readOptions } from '../../../tools/faults/options';

describe('Stories that are played', () => {
	it('are the first 300, unless told otherwise', () => {
		const { seeds, toldWhole, jobs } = readOptions([]);
		expect([seeds.length, seeds[0], seeds.at(-1), toldWhole]).toEqual([300, 1, 300, false]);
		expect(jobs).toBeGreaterThan(0);
	});

	it('are as many as a person says, from where a person says', () => {
		const request = readOptions(['--seeds', '3', '--from=40', '--jobs', '2']);
		expect(request).toEqual({ seeds: [40, 41, 42], toldWhole: false, jobs: 2 });
	});

	it('is one, told whole', () => {
		expect(readOptions(['--only', '17'])).toMatchObject({ seeds: [17], toldWhole: true });
	});

	it.each([
		[['--seed', '3'], 'Unknown option --seed. Known: --seeds,'],
		[['--jobs', '0'], '--jobs needs a whole number above 0'],
		[['--only'], '--only needs a value'],
	])('an option that cannot be read is said: %j', (given, message) => {
		expect(() => readOptions(given)).toThrow(message);
	});
});
