import type { Case } from './case';
import { sequenceCases } from './cases/sequence';
import { modeCases } from './cases/sequenceModes';
import { senderCases } from './cases/sequenceSenders';
import { unenrollCases } from './cases/sequenceUnenroll';

/** Everything `npm run e2e` tries, in the order of the table it prints. */
export const cases: Case[] = [...sequenceCases, ...modeCases, ...senderCases, ...unenrollCases];
