import { isEqual } from 'lodash';
import type { IExecuteFunctions } from 'n8n-workflow';

import { Problem } from '../errors';
import { isTool, mayBeSaidByModel, refusedToModel } from './tool';
import {
	nameOf,
	type ChoiceField,
	type FlagField,
	type ListField,
	type LocatorField,
	type NumberField,
	type TextField,
} from './fields';
import {
	partsOf,
	readLocated,
	type Located,
	asFlag,
	asList,
	asText,
	asWholeNumber,
	isNothing,
	quoted,
	type Bounds,
} from './values';

/** What a field allows, in words: continues "'Parallel Requests' is not …", and says what to enter. */
interface Allowed {
	what: string;
	remedy: string;
}

type Field = { displayName: string; name: string; default: unknown };

/** Tells a parameter that the node does not have from one whose value is nothing. */
const ABSENT = Symbol('absent');

/**
 * The parameters of one item, or of a run, each checked against what its field allows. Every field
 * can be an expression over a sheet, so a value that is none of the field's is an error and never the
 * laxest behaviour. An option that is not added has its default, and so has a field that was left
 * empty by hand; an expression that gives nothing is an error.
 */
export class Parameters {
	private constructor(
		private readonly context: IExecuteFunctions,
		/** The one item; undefined where the value counts for the whole run. */
		private readonly index: number | undefined,
		private readonly prefix: '' | 'options.' = '',
	) {}

	static ofItem(context: IExecuteFunctions, index: number): Parameters {
		return new Parameters(context, index);
	}

	/** Of the whole run: where items give unlike values, that is an error of all of them. */
	static ofRun(context: IExecuteFunctions): Parameters {
		return new Parameters(context, undefined);
	}

	/** Those among the node's Options. */
	get options(): Parameters {
		return new Parameters(this.context, this.index, 'options.');
	}

	/** Whether an agent asks. */
	get ofTool(): boolean {
		return isTool(this.context);
	}

	/** Whether a person has set the value, and no expression gives it. */
	isFixed(field: Pick<Field, 'name'>): boolean {
		return !hasExpression(this.raw(this.prefix + field.name));
	}

	/** One of the values of the field, to the letter. @throws Problem */
	choice<V extends string>(field: ChoiceField<V>): V {
		const values = field.options.map(({ value }) => value);
		const remedy = `The values are: ${values.join(', ')}.`;
		return this.read(field, { what: 'one of the values that it has', remedy }, (given) =>
			values.find((value) => value === given),
		);
	}

	/** @throws Problem */
	wholeNumber(field: NumberField): number {
		const { minValue: min = 0, maxValue: max = Number.MAX_SAFE_INTEGER } = field.typeOptions ?? {};
		const what = `a whole number ${inWords({ min, max })}`;
		return this.read(field, { what, remedy: `Enter ${what}.` }, (given) =>
			asWholeNumber(given, { min, max }),
		);
	}

	/** @throws Problem */
	flag(field: FlagField): boolean {
		return this.read(field, { what: 'true or false', remedy: 'Enter true or false.' }, asFlag);
	}

	/** Without blanks around it; `''` where the field was left empty. @throws Problem */
	text(field: TextField): string {
		return this.read(field, { what: 'text', remedy: 'Enter text.' }, asText);
	}

	/** Text as well as true and false, which is what they are in a property of HubSpot. @throws Problem */
	propertyValue(field: TextField): string {
		return this.read(field, { what: 'a value of a property', remedy: 'Enter text.' }, (given) =>
			typeof given === 'boolean' ? String(given) : asText(given),
		);
	}

	/**
	 * Each value once; none where the field was left empty. What a required field gives may be none
	 * here: who asks for it says best what to choose.
	 * @throws Problem
	 */
	list(field: ListField): string[] {
		const remedy = 'Choose from the list, or let the expression give the IDs.';
		return this.read(
			field,
			{ what: 'a list of values', remedy },
			(given) => (isNothing(given) ? [] : asList(given)),
			(given) => field.required !== true && isNothing(given),
		);
	}

	/**
	 * What a record was named by; `''` where the field was left empty, or is required and gives nothing.
	 * @throws Problem
	 */
	locator(field: LocatorField): Located {
		const remedy = `Use one of its ways: ${field.modes.map(({ displayName }) => displayName).join(', ')}.`;
		return this.read(
			field,
			{ what: 'the ID or the address of a record in HubSpot', remedy },
			(given) => readLocated(field, given),
			(given) => field.required !== true && isNothing(partsOf(given).value),
		);
	}

	private read<T>(
		field: Field,
		allowed: Allowed,
		parse: (given: unknown) => T | undefined,
		isMissing: (given: unknown) => boolean = isNothing,
	): T {
		const raw = this.raw(this.prefix + field.name);
		const isExpression = hasExpression(raw);
		if (isExpression && this.ofTool && !mayBeSaidByModel(field)) {
			throw refusedToModel(field);
		}
		const readAt = (index: number): T => {
			const given = raw === ABSENT ? field.default : this.given(field, index);
			const isEmpty = isExpression && isMissing(given);
			const value = isEmpty ? undefined : parse(given);
			if (value === undefined) throw notAllowed(field, allowed, given, isEmpty);
			return value;
		};
		const [index, ...others] = this.itemsToRead(isExpression);
		const first = readAt(index);
		const other = others.map(readAt).find((value) => !isEqual(value, first));
		if (other !== undefined) throw differing(field, first, other);
		return first;
	}

	private itemsToRead(isExpression: boolean): [number, ...number[]] {
		if (this.index !== undefined) return [this.index];
		const items = isExpression ? this.context.getInputData().length : 1;
		return [0, ...Array.from({ length: Math.max(0, items - 1) }, (_, order) => order + 1)];
	}

	private given(field: Field, index: number): unknown {
		try {
			return this.context.getNodeParameter(this.prefix + field.name, index, null);
		} catch (error) {
			throw expressionFails(field, error);
		}
	}

	/** As the node holds it, expressions not evaluated. */
	private raw(path: string): unknown {
		return this.context.getNodeParameter(path, this.index ?? 0, ABSENT, { rawExpressions: true });
	}
}

/** n8n marks an expression by the sign at its beginning; a record's lies one level down. */
function hasExpression(raw: unknown): boolean {
	if (typeof raw === 'string') return raw.startsWith('=');
	if (typeof raw !== 'object' || raw === null) return false;
	return Object.values(raw).some(hasExpression);
}

function inWords({ min, max }: Bounds): string {
	const words = (value: number) => value.toLocaleString('en-US');
	return max === Number.MAX_SAFE_INTEGER
		? `from ${words(min)}`
		: `from ${words(min)} to ${words(max)}`;
}

function notAllowed(
	field: Field,
	{ what, remedy }: Allowed,
	given: unknown,
	isEmpty: boolean,
): Problem {
	return isEmpty
		? new Problem(
				'BAD_INPUT',
				`'${nameOf(field)}' has no value in this item`,
				`The expression in the field gives nothing here. ${remedy}`,
			)
		: new Problem(
				'BAD_INPUT',
				`'${nameOf(field)}' is not ${what}`,
				`${quoted(partsOf(given).value)} was given. ${remedy}`,
			);
}

/** n8n says what is wrong with an expression, and not in which field it stands. */
const expressionFails = (field: Field, error: unknown) =>
	new Problem(
		'BAD_INPUT',
		`'${nameOf(field)}' has an expression that fails`,
		`n8n says: ${quoted(error instanceof Error ? error.message : error)}. Correct the expression in the field, or the value of this item that it reads.`,
	);

const differing = (field: Field, one: unknown, other: unknown) =>
	new Problem(
		'BAD_INPUT',
		`'${nameOf(field)}' is not the same in all items`,
		`It counts for the whole run, and one item has ${quoted(one)}, another ${quoted(other)}. Give it one value for all items.`,
	);
