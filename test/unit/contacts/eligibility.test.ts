import {
	inCooldown,
	MAIL_PROPERTIES,
	mailBlock,
	SEQUENCE_PROPERTIES,
	sequenceStanding,
} from '../../../nodes/shared/contacts/eligibility';
import type { SkippedReason } from '../../../nodes/shared/reasons';
import { DAY, NOW } from '../../support/unit/arbitraries';

type Properties = Record<string, string | null | undefined>;

const contact = (properties: Properties) => ({
	id: '1',
	properties: { email: 'ann@example.com', ...properties },
});

describe('whether a contact may be emailed', () => {
	it.each<[string, Properties, SkippedReason]>([
		['NO_EMAIL without an address', { email: undefined }, 'NO_EMAIL'],
		['NO_EMAIL with an empty address', { email: '' }, 'NO_EMAIL'],
		['NO_EMAIL with the address null', { email: null }, 'NO_EMAIL'],
		['OPTED_OUT by hs_email_optout', { hs_email_optout: 'true' }, 'OPTED_OUT'],
		[
			'BOUNCED by any hs_email_hard_bounce_reason_enum',
			{ hs_email_hard_bounce_reason_enum: 'UNKNOWN_USER' },
			'BOUNCED',
		],
		['QUARANTINED by hs_email_quarantined', { hs_email_quarantined: 'true' }, 'QUARANTINED'],
		['BAD_ADDRESS by hs_email_bad_address', { hs_email_bad_address: 'true' }, 'BAD_ADDRESS'],
		['BAD_ADDRESS by hs_email_is_ineligible', { hs_email_is_ineligible: 'true' }, 'BAD_ADDRESS'],
		[
			'the worst of several',
			{ hs_email_bad_address: 'true', hs_email_quarantined: 'true', hs_email_optout: 'true' },
			'OPTED_OUT',
		],
	])('%s', (_, properties, reason) => {
		expect(mailBlock(contact(properties))).toBe(reason);
	});

	it.each<[string, Properties]>([
		['without any of the properties', {}],
		[
			'with all of them false',
			{
				hs_email_optout: 'false',
				hs_email_quarantined: 'false',
				hs_email_bad_address: 'false',
				hs_email_is_ineligible: 'false',
			},
		],
		['with all of them empty', Object.fromEntries(MAIL_PROPERTIES.slice(1).map((p) => [p, '']))],
		['with all of them null', Object.fromEntries(MAIL_PROPERTIES.slice(1).map((p) => [p, null]))],
		['that marketing email bounced for', { hs_email_bounce: '3' }],
	])('yes, a contact %s', (_, properties) => {
		expect(mailBlock(contact(properties))).toBeUndefined();
	});

	it('is decided by properties that are read', () => {
		const block = (property: string) => [
			mailBlock(contact({ [property]: property === 'email' ? '' : 'true' })),
		];
		for (const property of MAIL_PROPERTIES) expect(block(property)).not.toEqual([undefined]);
	});
});

describe('where a contact stands with sequences', () => {
	const properties = {
		hs_sequences_is_enrolled: 'true',
		hs_sequences_actively_enrolled_count: '1',
		hs_sequences_enrolled_count: '4',
		hs_latest_sequence_enrolled: '55',
		hs_latest_sequence_enrolled_date: '2026-11-20T08:00:00Z',
		hs_latest_sequence_ended_date: '2026-11-21T08:00:00Z',
		hs_latest_sequence_finished_date: '2026-11-22T08:00:00Z',
		hs_latest_sequence_unenrolled_date: '2026-11-23T08:00:00Z',
	};

	it('is read from its properties, all of which are asked for', () => {
		expect(sequenceStanding(contact(properties))).toEqual({
			enrolled: true,
			counts: { active: 1, total: 4 },
			latest: {
				sequenceId: '55',
				enrolledAt: '2026-11-20T08:00:00Z',
				endedAt: '2026-11-21T08:00:00Z',
				finishedAt: '2026-11-22T08:00:00Z',
				unenrolledAt: '2026-11-23T08:00:00Z',
			},
		});
		expect([...SEQUENCE_PROPERTIES].sort()).toEqual(Object.keys(properties).sort());
	});

	it.each<[string, Properties]>([
		['has no properties', {}],
		['has empty ones', Object.fromEntries(SEQUENCE_PROPERTIES.map((name) => [name, '']))],
		['has null', Object.fromEntries(SEQUENCE_PROPERTIES.map((name) => [name, null]))],
		['is not enrolled', { hs_sequences_is_enrolled: 'false' }],
	])('is nowhere for one that %s', (_, given) => {
		expect(sequenceStanding(contact(given))).toEqual({
			enrolled: false,
			counts: { active: 0, total: 0 },
			latest: {
				sequenceId: null,
				enrolledAt: null,
				endedAt: null,
				finishedAt: null,
				unenrolledAt: null,
			},
		});
	});
});

describe('the cool-down', () => {
	const since = (ago: number) =>
		sequenceStanding(
			contact({ hs_latest_sequence_enrolled_date: new Date(NOW - ago).toISOString() }),
		);

	/** As exports and older records hold it: milliseconds as text. */
	const sinceAsText = (ago: number) =>
		sequenceStanding(contact({ hs_latest_sequence_enrolled_date: String(NOW - ago) }));

	it.each([
		['holds on the last day of it, given in milliseconds', sinceAsText(30 * DAY - 1), 30, true],
		['is over after that many days, given in milliseconds', sinceAsText(30 * DAY), 30, false],
		['holds on the last day of it', since(30 * DAY - 1), 30, true],
		['is over after exactly that many days', since(30 * DAY), 30, false],
		['holds for half a day too', since(DAY / 2 - 1), 0.5, true],
		['is off with zero days, also where the clocks differ', since(-1000), 0, false],
		['is off with fewer than zero', since(-2 * DAY), -1, false],
		[
			'does not concern a contact that was never enrolled',
			sequenceStanding(contact({})),
			30,
			false,
		],
	])('%s', (_, standing, days, expected) => {
		expect(inCooldown(standing, days, NOW)).toBe(expected);
	});
});
