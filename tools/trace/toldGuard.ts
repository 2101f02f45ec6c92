import { COLUMNS, TABLE_NAME } from '../../nodes/shared/ledger/dataTable/ledgerTable';
import type { Settings } from '../hubspot';
import type { Guard } from './guard';
import { nodeGuard } from './nodeGuard';
import type { World } from './world';

type Rules = Pick<Settings, 'delays' | 'firstStep' | 'instant'>;

const DELAYS = ['weekdaysFromStep', 'fromStep', 'fromEnrollment'] as const;
const FIRST_STEPS = ['atOnce', 'sendWindow'] as const;
const INSTANTS = ['anywhere', 'whenDue'] as const;

/** As the ledger names what HubSpot may do between two emails. */
const nameOf = ({ delays, firstStep, instant }: Rules): string =>
	[delays, firstStep === 'atOnce' ? 'atOnce' : 'inWindow', instant].join('/');

const NAMES = DELAYS.flatMap((delays) =>
	FIRST_STEPS.flatMap((firstStep) =>
		INSTANTS.map((instant) => nameOf({ delays, firstStep, instant })),
	),
);

/** The node that need not learn: its ledger says from the beginning what HubSpot does. */
export function toldGuard(world: World): Guard {
	const { account, scenario, stage } = world;
	const truth = nameOf(stage.hubspot.settings);
	const wrong = NAMES.filter((name) => name !== truth);
	const out = { at: Date.now(), why: 'LATE', emails: 10 };
	const readings = Object.fromEntries(wrong.map((name) => [name, { out }]));
	stage.dataTables.create(TABLE_NAME, COLUMNS, [
		{
			account: String(account.portalId),
			sender: 'readings',
			sendsToCome: 0,
			enrollments: JSON.stringify({ v: 2, evidence: { emails: 0, readings } }),
			revision: `told-${scenario.options.seed}`,
		},
	]);
	return nodeGuard(world);
}
