import type { Plan } from './jobs';

/** A stand-in with the account of a job. */
export type Opened = { url: string; plan: Plan };

/** With where an n8n is installed, for its own nodes, and how fast HubSpot's clock runs. */
export type Prepared = Opened & { n8nFolder: string; speed: number };
