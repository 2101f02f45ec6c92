import { readingsKey } from '../../nodes/shared/enroll/learnt';
import { NO_EVIDENCE, possibleReadings } from '../../nodes/shared/quota/learning';
import { readingName, type Reading } from '../../nodes/shared/quota/readings';
import { storedLedger } from '../../test/support/storedLedger';
import type { World } from './world';

/** What the node has learnt of how HubSpot counts. */
export interface Learnt {
	/** Readings that it takes for possible. */
	left: number;
	/** The one that the stand-in follows is among them. */
	isTrueLeft: boolean;
}

/** The reading that the stand-in follows. */
export function truthOf({ stage }: World): Reading {
	const { delays, firstStep, instant } = stage.hubspot.settings;
	return { delays, instant, firstStep: firstStep === 'atOnce' ? firstStep : 'inWindow' };
}

/** As the ledger says it at this moment; nothing is ruled out where there is none. */
export function learntIn(world: World): Learnt {
	const { account, stage } = world;
	const { sender } = readingsKey(String(account.portalId));
	const entry = storedLedger(stage).find(({ key }) => key.sender === sender);
	const left = possibleReadings(entry?.row.evidence ?? NO_EVIDENCE).map(readingName);
	return { left: left.length, isTrueLeft: left.includes(readingName(truthOf(world))) };
}
