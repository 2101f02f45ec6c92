import type { FastifyReply } from 'fastify';

import { invalid } from '../errors';

export type Json = Record<string, unknown>;

export function isJson(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The request body as an object; HubSpot answers 400 to anything else. */
export function objectBody(body: unknown): Json {
	if (!isJson(body)) throw invalid('Invalid input JSON: an object is required');
	return body;
}

export function text(value: unknown): string | undefined {
	if (typeof value === 'string' && value !== '') return value;
	return typeof value === 'number' ? String(value) : undefined;
}

/** A field that has to be there, given back as a string. */
export function required(body: Json, name: string): string {
	const value = text(body[name]);
	if (value === undefined) {
		throw invalid(`Invalid input JSON: Some required fields were not set: [${name}]`);
	}
	return value;
}

export function inputs(body: unknown, max: number): Json[] {
	const list = objectBody(body).inputs;
	if (!Array.isArray(list)) throw invalid('Some required fields were not set: [inputs]');
	if (list.length > max) {
		throw invalid(
			`The maximum number of inputs supported in a batch request for property reads is ${max}, but ${list.length} were provided`,
		);
	}
	return list.filter(isJson);
}

/** `properties=a,b` or repeated, or a list in a body. */
export function names(value: unknown): string[] {
	const list = Array.isArray(value) ? value : [value];
	return list
		.filter((entry): entry is string => typeof entry === 'string')
		.flatMap((entry) => entry.split(','))
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
}

export interface Page<T> {
	results: T[];
	paging?: { next: { after: string; link: string } };
}

/** One page; `after` is an offset, which callers must treat as opaque. */
export function page<T>(
	all: T[],
	query: { limit?: unknown; after?: unknown },
	{ standard, max }: { standard: number; max: number },
): Page<T> {
	const limit = Number(query.limit ?? standard);
	if (!Number.isInteger(limit) || limit < 1) throw invalid('limit must be a positive integer');
	if (limit > max) throw invalid(`limit must be at most ${max}`);
	const start = Number(query.after ?? 0);
	if (!Number.isInteger(start) || start < 0) throw invalid('after is not a valid paging cursor');
	const results = all.slice(start, start + limit);
	if (start + limit >= all.length) return { results };
	const after = String(start + limit);
	return { results, paging: { next: { after, link: `?after=${after}` } } };
}

export async function noContent(reply: FastifyReply): Promise<FastifyReply> {
	return await reply.code(204).send();
}
