import { z } from 'zod';

import { NO_CONTENT, readAnswer } from '../../../nodes/shared/transport/answer';
import { explainError } from '../../../nodes/shared/transport/errorTable';
import { HubspotFailure, outcomeUnknown } from '../../../nodes/shared/transport/failure';

const person = z.object({ id: z.string(), tags: z.array(z.object({ name: z.string() })) });
const tree: z.ZodType<unknown> = z.object({ inner: z.lazy(() => tree).optional() });

function failureOf(read: () => unknown): HubspotFailure {
	try {
		read();
	} catch (error) {
		if (error instanceof HubspotFailure) return error;
	}
	throw new Error('It was read, or something else went wrong');
}

const deep = (levels: number): unknown => {
	let value: unknown = {};
	for (let level = 0; level < levels; level++) value = { inner: value };
	return value;
};

const PAGE = '<html><body>Log in</body></html>';

describe('an answer', () => {
	it('is read as far as it is needed', () => {
		const body = { id: '1', tags: [{ name: 'a', more: 1 }], more: 2 };
		expect(readAnswer(person, 200, body, 'GET /person')).toEqual({
			id: '1',
			tags: [{ name: 'a' }],
		});
		expect(readAnswer(NO_CONTENT, 204, undefined, 'DELETE /person')).toBeUndefined();
	});

	it.each<[string, z.ZodType<unknown>, unknown, string]>([
		['a page', person, PAGE, 'JSON'],
		['an empty body', person, '', 'a body'],
		['204', person, undefined, 'a body'],
		['null', person, null, 'its fields'],
		['a list', person, [], 'its fields'],
		['an empty object', person, {}, 'id'],
		[
			'a field of another type',
			person,
			{ id: '1', tags: [{ name: 'a' }, { name: 2 }] },
			'tags.1.name',
		],
		['several shapes', z.union([person, z.null()]), { id: '1' }, 'tags'],
		['a body where none is due', NO_CONTENT, {}, 'status 204, without a body'],
		['no body and another status', NO_CONTENT, '', 'status 204, without a body'],
		['no end of levels', tree, deep(200_000), 'fields that are not nested so deep'],
	])('lacks something as %s', (_case, answer, body, lacks) => {
		const failure = failureOf(() => readAnswer(answer, 200, body, 'GET /person'));
		expect(failure.details).toMatchObject({ status: 200, lacks, request: 'GET /person' });
		expect(outcomeUnknown(failure)).toBe(true);
	});

	it('that is a page stops the run, any other the item', () => {
		const scope = (body: unknown) =>
			explainError(failureOf(() => readAnswer(person, 200, body, 'GET /person'))).scope;
		expect([scope(PAGE), scope({}), scope('Service unavailable')]).toEqual([
			'run',
			undefined,
			undefined,
		]);
	});
});
