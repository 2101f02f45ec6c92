import { mutating } from './base.mjs';

/** What becomes of an item, and of what HubSpot left unanswered. */
export default mutating({
	name: 'outcomes',
	mutate: [
		'nodes/shared/enroll/**/*.ts',
		'nodes/HubspotSequence/enroll/enrollOne.ts',
		'nodes/HubspotWorkflow/enroll/enrollOne.ts',
	],
	// The engine tests: what an outcome is shows only with HubSpot and n8n around it.
	project: 'engine',
	tests: [
		'unit/enroll/**/*.test.ts',
		'unit/sequence/enroll/**/*.test.ts',
		'engine/sequence/{neverTwice,lostAnswers,onePlace,failures,heldBack,guard,replace,runCap,skipped}*.test.ts',
		'engine/workflow/{answers,cap,failures,listMethod,lostAnswers,onePlace,propertyMethod,retry,skips}.test.ts',
	],
});
