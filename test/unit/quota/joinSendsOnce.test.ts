import * as fc from 'fast-check';

import { addressMark, spanOfHour, type CohortSend } from '../../../nodes/shared/quota/cohort';
import { joinSends, SEARCH_LAG_MS, type LoggedSend } from '../../../nodes/shared/quota/joinSends';
import { exactly, type Span } from '../../../nodes/shared/quota/window';
import { HOUR, MINUTE, NOW, presents } from '../../support/unit/arbitraries';

const SECOND = 1000;

/**
 * One mail, and what becomes of it. A planned one goes out in its hour, or a few minutes later where
 * the run took so long; the log has it some minutes after that, by a clock that may differ.
 */
const mail = fc.record({
	kind: fc.constantFrom('sent' as const, 'sent' as const, 'neverSent' as const, 'manual' as const),
	/** The hour it is planned in, counted from that of now. */
	hour: fc.integer({ min: -20, max: 30 }).map((hour) => (hour < -4 ? hour % 3 : hour)),
	intoHour: fc.oneof(
		fc.integer({ min: 0, max: HOUR - 1 }),
		fc.integer({ min: HOUR - 4 * MINUTE, max: HOUR - 1 }),
	),
	lateMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 8 * MINUTE })),
	lagMs: fc.integer({ min: MINUTE, max: 6 * MINUTE }),
	skewMs: fc.integer({ min: -MINUTE, max: MINUTE }),
	/** Few, so that one address gets several mails; those of a run go to others than manual mail. */
	contact: fc.integer({ min: 1, max: 5 }),
	hasAddress: fc.boolean(),
});

type Mail = typeof mail extends fc.Arbitrary<infer T> ? T : never;

interface World {
	log: LoggedSend[];
	planned: CohortSend[];
	/** What is sent, or is to be, as well as anybody can know by now. */
	expected: Span[];
}

function worldOf(mails: Mail[], now: number): World {
	const world: World = { log: [], planned: [], expected: [] };
	for (const { kind, hour, intoHour, lateMs, lagMs, skewMs, contact, hasAddress } of mails) {
		const span = spanOfHour(NOW / HOUR + hour);
		const isManual = kind === 'manual';
		const to = `${isManual ? 'other' : 'contact'}-${contact}@example.com`;
		const sentAt = span.from + intoHour + lateMs;
		const isShown = kind !== 'neverSent' && sentAt + lagMs <= now;
		const shownAt = sentAt + skewMs;
		if (!isManual) world.planned.push({ ...span, address: addressMark(to) });
		if (isShown) world.log.push({ at: shownAt, to: isManual && !hasAddress ? '' : to });
		// A plan that did not happen is not known to be one until the log would have shown it.
		const mayStillBe = !isManual && span.until > now - SEARCH_LAG_MS;
		if (isShown) world.expected.push(exactly(shownAt));
		else if (mayStillBe) world.expected.push(span);
	}
	world.log.sort((a, b) => a.at - b.at);
	return world;
}

const spansOf = (sends: readonly Span[]) =>
	sends.map(({ from, until }) => `${from / SECOND} ${until / SECOND}`).sort();

it('every mail counts once: as the log shows it, or else as it is planned', () => {
	fc.assert(
		fc.property(fc.array(mail, { maxLength: 25 }), presents, (mails, now) => {
			// Which of two plans for one address the log shows is not to be known, nor does it matter.
			const different = mails.filter(
				({ contact, hour }, order) =>
					!mails.slice(0, order).some((one) => one.contact === contact && near(one.hour, hour)),
			);
			const { log, planned, expected } = worldOf(different, now);
			expect(spansOf(joinSends(log, planned, now))).toEqual(spansOf(expected));
		}),
		{ numRuns: 1000 },
	);
});

const near = (one: number, other: number) => Math.abs(one - other) <= 1;

it('as many count as there are, also of several to one address', () => {
	fc.assert(
		fc.property(fc.array(mail, { maxLength: 25 }), presents, (mails, now) => {
			const sent = mails.filter(({ kind }) => kind !== 'neverSent');
			const { log, planned, expected } = worldOf(sent, now);
			expect(joinSends(log, planned, now)).toHaveLength(expected.length);
		}),
		{ numRuns: 1000 },
	);
});
