import { toMillis } from '../../../nodes/shared/hubspot/fields';
import { NOW } from '../../support/unit/arbitraries';

describe('an instant of HubSpot in milliseconds', () => {
	it.each([
		['ISO with milliseconds', '2026-11-26T09:00:00.000Z'],
		['ISO without them', '2026-11-26T09:00:00Z'],
		['ISO with an offset', '2026-11-26T10:00:00+01:00'],
		['milliseconds as text', String(NOW)],
	])('is read from %s', (_, text) => {
		expect(toMillis(text)).toBe(NOW);
	});

	it.each(['', 'yesterday'])('is none where the text is "%s"', (text) => {
		expect(toMillis(text)).toBeNaN();
	});
});
