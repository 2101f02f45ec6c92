/** The part of JSON Schema that n8n's editor reads, and `nullable`, which it passes over. */
export interface Schema {
	type: string | string[];
	properties?: Record<string, Schema>;
	items?: Schema;
	required?: string[];
	nullable?: boolean;
	version?: number;
}

function typeOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	return Number.isInteger(value) ? 'integer' : typeof value;
}

/**
 * What a value has that its schema does not say, or lacks that it says. An object whose schema names
 * no fields may have any.
 */
export function deviations(schema: Schema, value: unknown, path = '$'): string[] {
	const types = [schema.type, schema.nullable ? 'null' : []].flat();
	const type = typeOf(value);
	if (!types.includes(type) && !(type === 'integer' && types.includes('number'))) {
		return [`${path} is ${type}, not ${types.join(' or ')}`];
	}
	if (Array.isArray(value)) {
		const { items } = schema;
		if (!items) return [`${path} has items of no known type`];
		return value.flatMap((item, index) => deviations(items, item, `${path}[${index}]`));
	}
	if (type !== 'object' || !schema.properties) return [];
	const { properties, required = [] } = schema;
	const fields = value as Record<string, unknown>;
	return [
		...required.filter((name) => !(name in fields)).map((name) => `${path}.${name} is missing`),
		...Object.entries(fields).flatMap(([name, field]) =>
			name in properties
				? deviations(properties[name], field, `${path}.${name}`)
				: [`${path}.${name} is not in the schema`],
		),
	];
}
