import { invalid } from './errors';
import type { PropertyType } from './account/contactProperties';
import type { Properties } from './account/types';
import { matchesFilter, type Filter } from './searchFilter';

export interface SearchRecord {
	id: string;
	properties: Properties;
}

interface SearchRequest {
	filterGroups?: Array<{ filters?: Filter[] }>;
	filters?: Filter[];
	query?: string;
	sorts?: Array<string | { propertyName: string; direction?: string }>;
	limit?: number;
	after?: string | number;
}

interface SearchOptions {
	types: ReadonlyMap<string, PropertyType>;
	/** The properties `query` looks at. */
	queryProperties: string[];
}

/** HubSpot's published bounds of one search (hubspot-api.md 5.1). */
const MAX = { groups: 5, filters: 6, filtersInAll: 18, body: 3000, page: 200, results: 10_000 };

function groupsOf(request: SearchRequest): Filter[][] {
	const groups = (request.filterGroups ?? []).map(({ filters }) => filters ?? []);
	if (request.filters) groups.push(request.filters);
	if (groups.length > MAX.groups) throw invalid(`Too many filter groups, at most ${MAX.groups}`);
	const inAll = groups.reduce((sum, group) => sum + group.length, 0);
	if (inAll > MAX.filtersInAll || groups.some((group) => group.length > MAX.filters)) {
		throw invalid(
			`Too many filters, at most ${MAX.filters} in a group and ${MAX.filtersInAll} in all`,
		);
	}
	return groups;
}

function words(value: string): string[] {
	return value
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word !== '');
}

function matchesQuery(record: SearchRecord, query: string, properties: string[]): boolean {
	const known = words(properties.map((name) => record.properties[name] ?? '').join(' '));
	return words(query).every((word) => known.some((candidate) => candidate.startsWith(word)));
}

function sorted<T extends SearchRecord>(records: T[], sorts: SearchRequest['sorts'] = []): T[] {
	const [first] = sorts;
	if (first === undefined) return records;
	const name = typeof first === 'string' ? first.replace(/^-/, '') : first.propertyName;
	const descending =
		typeof first === 'string' ? first.startsWith('-') : first.direction === 'DESCENDING';
	const key = (record: SearchRecord) => record.properties[name] ?? '';
	const ordered = [...records].sort((a, b) =>
		key(a).localeCompare(key(b), 'en', { numeric: true }),
	);
	return descending ? ordered.reverse() : ordered;
}

/** One page of a CRM search, with HubSpot's bounds and its `total`. */
export function search<T extends SearchRecord>(
	records: T[],
	request: SearchRequest,
	{ types, queryProperties }: SearchOptions,
): { total: number; results: T[]; paging?: { next: { after: string } } } {
	if (JSON.stringify(request).length > MAX.body) {
		throw invalid(`The search request body is longer than ${MAX.body} characters`);
	}
	const limit = Number(request.limit ?? 10);
	if (limit < 0 || limit > MAX.page) throw invalid(`The limit must be between 0 and ${MAX.page}`);
	const start = Number(request.after ?? 0);
	if (!Number.isInteger(start)) throw invalid('after is not a valid paging cursor');
	if (start + limit > MAX.results) {
		throw invalid(`A search cannot page beyond ${MAX.results} results`);
	}
	const groups = groupsOf(request);
	const { query } = request;
	const found = records.filter(
		(record) =>
			(groups.length === 0 ||
				groups.some((group) =>
					group.every((filter) => matchesFilter(record.properties, filter, types)),
				)) &&
			(!query || matchesQuery(record, query, queryProperties)),
	);
	const results = sorted(found, request.sorts).slice(start, start + limit);
	const after = String(start + limit);
	return {
		total: Math.min(found.length, MAX.results),
		results,
		...(start + limit < found.length && limit > 0 ? { paging: { next: { after } } } : {}),
	};
}
