import axios, { type AxiosInstance } from 'axios';

import { startHubspot, type HubspotOptions, type HubspotServer } from './index';
import { ACCEPTED_BEARER } from './tokens';

export interface Running {
	hubspot: HubspotServer;
	/** Sends the accepted token; every status is an answer, none throws. */
	api: AxiosInstance;
}

/** 2026-11-23 10:00 in Berlin, a Monday: tests see the same time in every run. */
export const MONDAY = Date.parse('2026-11-23T09:00:00.000Z');

/** A server with a clock that stands still, for tests, and a client for it. */
export async function run(options: HubspotOptions = {}): Promise<Running> {
	const hubspot = await startHubspot({ clock: () => MONDAY, seed: 'empty', ...options });
	const api = axios.create({
		baseURL: hubspot.url,
		headers: { Authorization: `Bearer ${ACCEPTED_BEARER}` },
		validateStatus: () => true,
	});
	return { hubspot, api };
}
