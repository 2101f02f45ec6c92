import Table from 'cli-table3';
import type { IDataObject } from 'n8n-workflow';
import isEqual from 'lodash/isEqual';
import isMatch from 'lodash/isMatch';

interface CheckResult {
	group: string;
	name: string;
	/** What differs from the expectation; empty when the check passed. */
	differences: string[];
}

/** How many differing items of one check are shown. */
const shownDifferences = 5;

/** Collects what was expected and what came, and shows it to a person. */
export class Checks {
	private readonly results: CheckResult[] = [];

	private group = '';

	/** Heading for the checks that follow. */
	start(group: string): void {
		this.group = group;
	}

	/** The two are deeply equal. */
	equal(name: string, actual: unknown, expected: unknown): void {
		this.add(name, isEqual(actual, expected) ? [] : [difference(actual, expected)]);
	}

	/**
	 * The items come in this order and number, and each holds at least the expected fields with
	 * the expected values.
	 */
	items(name: string, actual: IDataObject[], expected: IDataObject[]): void {
		const differences = expected.flatMap((wanted, index) => {
			const got = actual[index];
			if (got && isMatch(got, wanted)) return [];
			return [`item ${index}: ${difference(got && pick(got, wanted), wanted)}`];
		});
		if (actual.length !== expected.length) {
			differences.unshift(`${actual.length} items, expected ${expected.length}`);
		}
		this.add(
			`${name}: ${expected.length} ${expected.length === 1 ? 'item' : 'items'}`,
			differences,
		);
	}

	/** Something that should have worked threw. */
	failed(name: string, message: string): void {
		this.add(name, [message]);
	}

	get failures(): number {
		return this.failedOnes.length;
	}

	private get failedOnes(): CheckResult[] {
		return this.results.filter(({ differences }) => differences.length > 0);
	}

	/** All checks under their headings, one a row; a failed one with what differs. */
	table(): string {
		const table = new Table({
			head: ['Check', 'Result'],
			colWidths: [90, 8],
			wordWrap: true,
			style: { head: [], border: [], compact: true },
		});
		let group = '';
		for (const result of this.results) {
			if (result.group !== group) table.push([{ colSpan: 2, content: result.group }]);
			group = result.group;
			const shown = result.differences.slice(0, shownDifferences);
			const more = result.differences.length - shown.length;
			if (more > 0) shown.push(`and ${more} more`);
			table.push([
				[`  ${result.name}`, ...shown.map((line) => `    ${line}`)].join('\n'),
				shown.length === 0 ? 'passed' : 'FAILED',
			]);
		}
		return table.toString();
	}

	/** The closing lines: how many passed, and the failed ones once more, for a log cut to its end. */
	summary(): string {
		const counts = `${this.results.length - this.failures} passed, ${this.failures} failed`;
		const again = this.failedOnes.map(
			({ group, name, differences }) => `FAILED ${group} / ${name}: ${differences[0]}`,
		);
		return [...again, counts].join('\n');
	}

	private add(name: string, differences: string[]): void {
		this.results.push({ group: this.group, name, differences });
	}
}

function difference(actual: unknown, expected: unknown): string {
	return `got ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`;
}

/** Only the fields that are compared, so that a difference is short enough to read. */
function pick(got: IDataObject, wanted: IDataObject): IDataObject {
	return Object.fromEntries(Object.keys(wanted).map((key) => [key, got[key]]));
}
