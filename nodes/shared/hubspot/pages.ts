import { NEW_PAGE } from '../transport/answer';
import { HubspotFailure } from '../transport/failure';

/**
 * All pages of a list, one after the other.
 *
 * @param request method and path, for the error
 * @param read reads the page that a cursor asks for, the first one without
 * @throws HubspotFailure where a cursor comes again: the pages would never end
 */
export async function* followPages<P extends { after?: string | undefined }>(
	request: string,
	read: (after?: string) => Promise<P>,
	first?: string,
): AsyncGenerator<P> {
	const seen = new Set(first === undefined ? [] : [first]);
	let after = first;
	do {
		const page = await read(after);
		({ after } = page);
		if (after !== undefined) {
			if (seen.has(after)) throw repeatedPage(request);
			seen.add(after);
		}
		yield page;
	} while (after !== undefined);
}

const repeatedPage = (request: string) =>
	new HubspotFailure({
		status: 200,
		text: '',
		isHtml: false,
		requiredScopes: [],
		request,
		lacks: NEW_PAGE,
	});
