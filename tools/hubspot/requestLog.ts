import { matchesPath } from './faults';

export interface LoggedRequest {
	method: string;
	/** As sent, percent-encoding included, without the query string. */
	path: string;
	query: Record<string, unknown>;
	body?: unknown;
	/** 0 while unanswered, and for good if the connection was cut. */
	status: number;
	/** Virtual time, epoch ms. */
	at: number;
	authorization?: string;
	/** What the stand-in made of it, whatever a fault made of the answer; missing where it took no effect. */
	effect?: { status: number; payload: string };
	/** The route it fell on, e.g. `/crm/v3/objects/contacts/:contactId`. */
	route?: string;
}

export type RequestFilter =
	| { method?: string; path?: string | RegExp; status?: number }
	| ((request: LoggedRequest) => boolean);

function matcher(filter: RequestFilter): (request: LoggedRequest) => boolean {
	if (typeof filter === 'function') return filter;
	return (request) =>
		(filter.method === undefined || filter.method.toUpperCase() === request.method) &&
		(filter.status === undefined || filter.status === request.status) &&
		matchesPath(filter.path, request.path);
}

/** Every request the server saw, oldest first; iterable, control requests left out. */
export class RequestLog {
	all: LoggedRequest[] = [];

	add(request: LoggedRequest): void {
		this.all.push(request);
	}

	clear(): void {
		this.all = [];
	}

	filter(filter: RequestFilter): LoggedRequest[] {
		return this.all.filter(matcher(filter));
	}

	count(filter: RequestFilter = {}): number {
		return this.filter(filter).length;
	}

	[Symbol.iterator](): Iterator<LoggedRequest> {
		return this.all[Symbol.iterator]();
	}
}
