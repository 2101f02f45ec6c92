import { mutating } from './base.mjs';

/** The pure core: what may be sent when. */
export default mutating({
	name: 'quota',
	mutate: ['nodes/shared/quota/**/*.ts'],
	project: 'unit',
	// Two play whole months, for minutes where each mutant is timed.
	tests: ['unit/quota/**/!(month|punctual).test.ts', 'unit/ledger/!(inProcessLedger).test.ts'],
});
