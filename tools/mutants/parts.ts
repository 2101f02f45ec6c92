/* eslint-disable @n8n/community-nodes/no-restricted-imports -- looks for files, outside n8n */
import { readdirSync } from 'node:fs';

/** What is changed, and the tests that are to notice. */
export interface Part {
	/** Below the root. */
	files: string[];
	/** Of jest: how its tests are run. */
	project: 'unit' | 'engine';
	/** Globs below `test/`. */
	tests: string[];
}

export const PARTS: Readonly<Record<string, Part>> = {
	/** The pure core: what may be sent when. */
	quota: {
		files: readdirSync('nodes/shared/quota').map((name) => `nodes/shared/quota/${name}`),
		project: 'unit',
		// Two play whole months, for minutes where each mutant is timed.
		tests: ['unit/quota/**/!(month|punctual).test.ts', 'unit/ledger/!(inProcessLedger).test.ts'],
	},
	/** What becomes of an item, and of what HubSpot left unanswered: it shows only with HubSpot and n8n around it. */
	outcomes: {
		files: [
			...[
				'circuitBreaker',
				'claimedFirst',
				'claims',
				'earlierRuns',
				'enrollResults',
				'outcome',
			].map((name) => `nodes/shared/enroll/${name}.ts`),
			...['enrollOne', 'lostAnswer', 'ofEarlierRun', 'refusal', 'replace', 'shown', 'takenOut'].map(
				(name) => `nodes/HubspotSequence/enroll/${name}.ts`,
			),
			...['enrollOne', 'ofEarlierRun', 'refusal'].map(
				(name) => `nodes/HubspotWorkflow/enroll/${name}.ts`,
			),
		],
		project: 'engine',
		tests: [
			'unit/enroll/{circuitBreaker,claims,outcome,shown,stages,summary}.test.ts',
			'engine/summaries.test.ts',
			'engine/{guard/hubspotLimit,routes/crmObjects}.test.ts',
			'engine/sequence/{neverTwice,lostAnswers,onePlace,failures,replace,replaceFaults,skipped,fallbackSender,options,heldBack,runCap}.test.ts',
			'engine/workflow/{answers,dryRun,failures,lostAnswers,onePlace,retry,skips}.test.ts',
		],
	},
};
