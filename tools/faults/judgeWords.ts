import { isEqual } from 'lodash';

import { groupsOf } from '../../nodes/shared/groups';
import { isOpen } from '../hubspot/account/types';
import { areApart } from './fallBack';
import type { Finding } from './finding';
import { enrollmentsMade, type Made } from './made';
import type { Played, RunRecord } from './played';
import { saidBy, type Said } from './words';
import type { World } from './world';

/** What a run says of one contact, over all items that name it. */
interface OfContact {
	record: RunRecord;
	contactId: string;
	said: Said[];
	/** Another execution ran at the same time. */
	isAlone: boolean;
	/** What this run enrolled of the contact. */
	made: Made[];
}

/** Every outcome is true, or says that it is not known. */
export function judgeWords(played: Played): Finding[] {
	const { records, world } = played;
	const made = enrollmentsMade(played);
	return records.flatMap((record) => {
		const named = saidBy(record).flatMap((said) => {
			const { person = 'nobody' } = record.run.items[said.index] ?? {};
			return person === 'nobody' ? [] : [{ said, contactId: world.contacts[person].id }];
		});
		const isAlone = records.filter(({ act }) => act === record.act).length === 1;
		return groupsOf(named, ({ contactId }) => contactId).flatMap((group) => {
			const [{ contactId }] = group;
			const of = {
				record,
				contactId,
				said: group.map(({ said }) => said),
				isAlone,
				made: made.filter((one) => one.contactId === contactId && one.by.includes(record)),
			};
			return judgeContact(played, of).map(({ kind, detail }) => ({
				kind,
				detail: `${record.run.operation} of act ${record.act + 1}, contact ${contactId}: ${detail}`,
			}));
		});
	});
}

function judgeContact(played: Played, of: OfContact): Finding[] {
	const { run } = of.record;
	if (run.operation === 'enroll') return judgeEnroll(played, of);
	if (run.operation === 'unenroll') return judgeUnenroll(played, of);
	return [];
}

const textOf = (said: Said[]) =>
	said.map(({ word, json }) => `${word} ${JSON.stringify(json).slice(0, 300)}`).join(' | ');

function judgeEnroll(played: Played, of: OfContact): Finding[] {
	const { record, said, made, isAlone } = of;
	const words = new Set(said.map(({ word }) => word));
	const finding = (kind: string): Finding[] => [{ kind, detail: textOf(said) }];
	if (record.run.options.dryRun === true)
		return made.length > 0 && isAlone ? finding('a dry run enrolls') : [];
	if (words.has('unknown') || words.has('nothing')) return [];
	if (words.has('enrolled')) {
		if (made.length > 0) return [];
		return whoseInstead(played, of).flatMap(finding);
	}
	// Of two at once in a workflow, HubSpot does not say whose the enrollment is.
	if (made.length === 0 || (played.story.node === 'workflow' && !isAlone)) return [];
	const late = made.every(({ isLate }) => isLate) ? ' by an effect that came late' : '';
	return finding(`"${[...words].join(', ')}", and was enrolled${late}`);
}

/** What passed for an enrollment of this run, where that is wrong. */
function whoseInstead(played: Played, { record, contactId, said, isAlone }: OfContact): string[] {
	const { story, world } = played;
	const { enrollmentId, sender } = said.find(({ word }) => word === 'enrolled')?.json ?? {};
	const known = world.hubspot.account.enrollments.find(({ id }) => id === enrollmentId);
	if (known && world.byHand.has(known)) {
		// One that the very sender makes by hand cannot be told from ours, where the properties of the
		// contact did not show it when the run read them.
		const isAlike =
			known.enrolledAt >= record.began - world.hubspot.settings.propertyLagMs &&
			isEqual(sender, { userId: known.userId, email: known.senderEmail });
		return isAlike ? [] : ['an enrollment of somebody else passes for ours'];
	}
	if (known && known.enrolledAt < record.began) {
		const makers = enrollmentsMade(played).find(({ id }) => id === known.id)?.by ?? [];
		return makers.some((maker) => areApart(played, maker, record))
			? []
			: ['an enrollment of an earlier run passes for one of this run'];
	}
	if (hasPassedThrough(world, record, contactId)) return [];
	// Of two that run at once, each may take the enrollment of the other for its own.
	const isUnnamed = known !== undefined || enrollmentId === null || story.node === 'workflow';
	return !isAlone && isUnnamed ? [] : ['"enrolled", and is not'];
}

/** HubSpot answers as if it had enrolled who is in the workflow, or whom it lets in no second time. */
function hasPassedThrough(
	{ story, hubspot }: World,
	{ began }: RunRecord,
	contactId: string,
): boolean {
	const before = hubspot.account
		.flowEnrollmentsOf(contactId)
		.some(({ enrolledAt, state }) => enrolledAt < began && (!story.reEnroll || state === 'active'));
	return story.node === 'workflow' && before;
}

function judgeUnenroll({ story, world }: Played, of: OfContact): Finding[] {
	const { record, contactId, said, isAlone } = of;
	const finding = (kind: string): Finding[] => [{ kind, detail: textOf(said) }];
	if (!isAlone) return [];
	const words = new Set(said.map(({ word }) => word));
	const { account } = world.hubspot;
	if (story.node === 'workflow') {
		const flow = world.flowOf(record.run);
		const isIn = account
			.flowEnrollmentsOf(contactId)
			.some(
				({ flowId, state, enrolledAt }) =>
					flowId === flow.id && state === 'active' && enrolledAt <= record.began,
			);
		return words.has('unenrolled') && isIn ? finding('"unenrolled", and is not') : [];
	}
	const before = record.before.get(contactId);
	const wasTakenOut =
		before?.endReason === 'bridge' &&
		before.endedAt !== undefined &&
		before.endedAt >= record.began &&
		before.endedAt <= record.ended;
	// HubSpot still showed it in the sequence that it had left a moment before.
	const hadJustLeft = account.enrollments.some(
		({ contactId: id, endedAt = 0 }) =>
			id === contactId && endedAt <= record.began && endedAt > record.began - 60_000,
	);
	if (words.has('unenrolled') && !hadJustLeft && (!before || isOpen(before)))
		return finding('"unenrolled", and is not');
	if (wasTakenOut && words.has('notEnrolled')) return finding('"notEnrolled", and was taken out');
	// What HubSpot itself said of the contact.
	const isDenied = said.some(({ json }) => json.reason === 'CONTACT_NOT_FOUND');
	if (wasTakenOut && words.has('failed') && !isDenied)
		return finding('an error of Unenroll, and was taken out');
	if (
		words.has('notEnrolled') &&
		before &&
		isOpen(before) &&
		before.enrolledAt < record.began - 60_000
	)
		return finding('"notEnrolled", and is enrolled');
	return [];
}
