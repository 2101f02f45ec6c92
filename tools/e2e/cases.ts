import type { Case } from './case';
import { agentCases } from './cases/agent';
import { commandLineCases } from './cases/commandLine';
import { credentialCases } from './cases/credential';
import { editorCases } from './cases/editor';
import { exampleCases } from './cases/examples';
import { faultCases } from './cases/faults';
import { ledgerCases } from './cases/ledger';
import { sequenceCases } from './cases/sequence';
import { modeCases } from './cases/sequenceModes';
import { senderCases } from './cases/sequenceSenders';
import { unenrollCases } from './cases/sequenceUnenroll';
import { workflowCases } from './cases/workflow';

/** Everything `npm run e2e` tries, in the order of the table it prints. */
export const cases: Case[] = [
	...commandLineCases,
	...sequenceCases,
	...modeCases,
	...senderCases,
	...unenrollCases,
	...ledgerCases,
	...faultCases,
	...workflowCases,
	...credentialCases,
	...agentCases,
	...editorCases,
	...exampleCases,
];
