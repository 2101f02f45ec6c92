/* eslint-disable @n8n/community-nodes/no-restricted-imports -- looks for files, outside n8n */
import { readdirSync } from 'node:fs';

/** What is changed, and the tests that are to notice: those that are about it. */
interface Group {
	/** Below the root. */
	files: string[];
	/** Globs below `test/`. */
	tests: string[];
}

export interface Part {
	/** Of jest: how its tests are run. */
	project: 'unit' | 'engine';
	groups: Group[];
}

const under = (folder: string, ...names: string[]): string[] =>
	names.map((name) => `${folder}/${name}.ts`);
const inSequence = (...names: string[]) => under('nodes/HubspotSequence/enroll', ...names);
const inWorkflow = (...names: string[]) => under('nodes/HubspotWorkflow/enroll', ...names);

const WORKFLOW_TESTS =
	'engine/workflow/{answers,dryRun,failures,lostAnswers,onePlace,retry,skips}.test.ts';

export const PARTS: Readonly<Record<string, Part>> = {
	/** The pure core: what may be sent when. */
	quota: {
		project: 'unit',
		groups: [
			{
				files: readdirSync('nodes/shared/quota').map((name) => `nodes/shared/quota/${name}`),
				// Two play whole months, for minutes where each mutant is timed.
				tests: [
					'unit/quota/**/!(month|punctual).test.ts',
					'unit/ledger/!(inProcessLedger).test.ts',
				],
			},
		],
	},
	/** What becomes of an item, and of what HubSpot left unanswered: it shows only with HubSpot and n8n around it. */
	outcomes: {
		project: 'engine',
		groups: [
			{
				files: under(
					'nodes/shared/enroll',
					'circuitBreaker',
					'claimedFirst',
					'claims',
					'earlierRuns',
					'enrollResults',
					'outcome',
				),
				tests: [
					'unit/enroll/{circuitBreaker,claims,outcome,stages,summary}.test.ts',
					'engine/summaries.test.ts',
					'engine/guard/hubspotLimit.test.ts',
					'engine/sequence/{neverTwice,lostAnswers,onePlace,failures,options,heldBack,runCap}.test.ts',
					WORKFLOW_TESTS,
				],
			},
			{
				files: inSequence('enrollOne', 'lostAnswer', 'ofEarlierRun', 'shown'),
				tests: [
					'unit/enroll/shown.test.ts',
					'engine/sequence/{neverTwice,lostAnswers,onePlace,replace,options}.test.ts',
				],
			},
			{
				files: inSequence('refusal'),
				tests: [
					'engine/guard/{hubspotLimit,rotateRefused}.test.ts',
					'engine/sequence/{failures,fallbackSender,heldBack,lostAnswers,neverTwice,onePlace,options,skipped}.test.ts',
				],
			},
			{
				files: inSequence('replace', 'takenOut'),
				tests: [
					'engine/guard/{followUps,rotateReplace}.test.ts',
					'engine/sequence/{fallbackSender,replace,replaceFaults}.test.ts',
				],
			},
			{
				files: inWorkflow('enrollOne', 'ofEarlierRun', 'refusal'),
				tests: [
					'engine/routes/crmObjects.test.ts',
					'engine/workflow/{listMethod,propertyMethod,run}.test.ts',
					WORKFLOW_TESTS,
				],
			},
		],
	},
};
