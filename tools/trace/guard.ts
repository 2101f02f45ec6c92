import type { Person } from './person';

/** What became of contacts that a run of Enroll was given. */
export interface Run {
	enrolled: Person[];
	held: Array<{ person: Person; reason: string; retryAt: number }>;
}

/** How contacts are enrolled, and who is made to wait. */
export interface Guard {
	enroll(people: readonly Person[]): Promise<Run>;
}
