import type { SendLimitMode } from '../../../nodes/shared/quota/decision';
import { openLedger, type LedgerUnavailableChoice } from '../../../nodes/shared/ledger/openLedger';
import { DataTables } from '../../support/n8n/dataTables';
import { nodeContext } from '../../support/n8n/nodeContext';
import { contactsOf, reserve, TABLE } from './processes';

const MODES: SendLimitMode[] = ['hold', 'fail', 'warn', 'off'];
const CHOICES: LedgerUnavailableChoice[] = ['hold', 'useHubSpotCount'];

const every = MODES.flatMap((mode) => CHOICES.map((choice) => [mode, choice] as const));

const hint = jest.fn<undefined, [message: string]>();
beforeEach(() => hint.mockReset());

describe('the ledger of a run', () => {
	it.each(every)('is the Data Table in mode %s, with the choice %s', async (mode, choice) => {
		const dataTables = new DataTables();
		await reserve(openLedger(nodeContext({ dataTables }), choice, hint).of(mode), 1);
		expect(dataTables.rows(TABLE)).toHaveLength(1);
		expect(hint).not.toHaveBeenCalled();
	});

	it.each([
		['hold', 'hold'],
		['fail', 'hold'],
	] as const)(
		'cannot be reached without Data Tables in mode %s, with the choice %s',
		async (mode, choice) => {
			const ledgers = openLedger(nodeContext({ dataTables: 'unavailable' }), choice, hint);
			await expect(reserve(ledgers.of(mode), 1)).rejects.toMatchObject({
				name: 'LedgerUnavailable',
			});
			expect(hint).not.toHaveBeenCalled();
		},
	);

	it.each([
		['hold', 'useHubSpotCount', 1],
		['fail', 'useHubSpotCount', 1],
		['warn', 'hold', 1],
		['warn', 'useHubSpotCount', 1],
		['off', 'hold', 0],
		['off', 'useHubSpotCount', 0],
	] as const)(
		'is that of the process without Data Tables in mode %s, with the choice %s',
		async (mode, choice, hints) => {
			const dataTables = new DataTables({ disabled: true });
			const contact = `${mode} ${choice}`;
			const ledgers = openLedger(nodeContext({ dataTables }), choice, hint);
			await reserve(ledgers.of(mode), contact);
			const { row } = await reserve(ledgers.of(mode));
			expect(contactsOf(row)).toContain(contact);
			// Another run of the process knows of it.
			const later = openLedger(nodeContext({ dataTables }), 'useHubSpotCount', () => {});
			expect(contactsOf((await reserve(later.of('warn'))).row)).toContain(contact);
			expect(hint).toHaveBeenCalledTimes(hints);
			if (hints > 0) expect(hint.mock.calls[0][0]).toMatch(/"HubSpot Send Ledger".*disabled/);
		},
	);

	it.each(MODES)('that is damaged is a problem in mode %s, whatever the choice', async (mode) => {
		const dataTables = new DataTables();
		const { of } = openLedger(nodeContext({ dataTables }), 'useHubSpotCount', hint);
		await reserve(of(mode), 1);
		dataTables.rows(TABLE)[0].enrollments = '';
		await expect(reserve(of(mode), 2)).rejects.toMatchObject({ name: 'LedgerDamaged' });
		expect(hint).not.toHaveBeenCalled();
	});
});
