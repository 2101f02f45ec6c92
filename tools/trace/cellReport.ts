import { maxBy } from 'lodash';

import { percent, print, printTable, printTitle } from '../demo/terminal';
import { breaches, type Outcome } from './outcome';
import { roomOf } from './roomText';

/** The least that the node must use of what it uses when it is told what HubSpot does. */
const LEARNING_TO_USE = 0.95;

/** A cell under the node as it is. */
export interface CellOutcome {
	name: string;
	outcome: Outcome;
}

/** A cell, and what the node does where it need not learn. */
export interface ToldOutcome extends CellOutcome {
	told: Outcome;
}

export const CELL_HEAD = [
	'HubSpot behaves so',
	'over-limit sends',
	'peak/limit',
	'enrolled',
	'room used, weeks 1-2',
	'from week 3',
	'readings left',
];

/** The peak is that of the rep who came closest to the limit. */
export function cellRow({ name, outcome }: CellOutcome): string[] {
	const { overLimit, peaks, enrolled, roomAtFirst, roomLater, learnt } = outcome;
	const peak = maxBy(peaks, ({ fullest, limit }) => fullest / limit);
	return [
		name,
		String(overLimit),
		peak ? `${peak.fullest}/${peak.limit}` : '–',
		String(enrolled),
		roomOf(roomAtFirst),
		roomOf(roomLater),
		String(learnt.left),
	];
}

export const TOLD_HEAD = [
	'HubSpot behaves so',
	'over-limit sends',
	'weeks 1-2: learns',
	'is told',
	'of it',
	'from week 3: learns',
	'is told',
	'of it',
];

export function toldRow({ name, outcome, told }: ToldOutcome): string[] {
	return [
		name,
		`${outcome.overLimit}, ${told.overLimit}`,
		...(['roomAtFirst', 'roomLater'] as const).flatMap((span) => [
			roomOf(outcome[span]),
			roomOf(told[span]),
			outcome[span].days * told[span].days === 0
				? '–'
				: percent(outcome[span].used / told[span].used),
		]),
	];
}

export function printCells(outcomes: readonly CellOutcome[]): void {
	printTitle('The node, by what HubSpot does');
	printTable(CELL_HEAD, outcomes.map(cellRow));
}

export function printTold(outcomes: readonly ToldOutcome[]): void {
	printTitle('Room used by the node that learns what HubSpot does, and by one that is told');
	printTable(TOLD_HEAD, outcomes.map(toldRow));
	print('Over-limit sends: of the one that learns, and of the one that is told.');
}

/** What is wrong with cells; empty where nothing is. */
export const wrongWithCells = (outcomes: readonly CellOutcome[]): string[] =>
	outcomes.flatMap(({ name, outcome }) => breaches(outcome).map((breach) => `${breach} (${name})`));

export function wrongWithTold(outcomes: readonly ToldOutcome[]): string[] {
	const unused = outcomes.filter(
		({ outcome, told }) => outcome.roomLater.used < LEARNING_TO_USE * told.roomLater.used,
	);
	return [
		...wrongWithCells(outcomes),
		...unused.map(
			({ name, outcome, told }) =>
				`${percent(outcome.roomLater.used / told.roomLater.used)} of the room that it uses when told, from the third week on (${name})`,
		),
	];
}
