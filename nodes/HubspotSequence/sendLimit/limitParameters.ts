import { dailyLimitField, mailboxOption, planField, reserveOption } from '../lookup/senderFields';
import { Problem } from '../../shared/errors';
import type { Parameters } from '../../shared/n8n/parameters';
import { senderLimit, type LimitSettings } from '../../shared/quota/plans';

/** The limit of an item's sender. @throws Problem where limit and reserve leave no room at all */
export function readLimit(parameters: Parameters): LimitSettings {
	const { options } = parameters;
	const settings: LimitSettings = {
		plan: parameters.choice(planField),
		dailyLimit: parameters.wholeNumber(dailyLimitField),
		mailbox: options.choice(mailboxOption),
		reserve: options.wholeNumber(reserveOption),
	};
	const limit = senderLimit(settings);
	if (settings.reserve >= limit) {
		throw new Problem(
			'BAD_INPUT',
			"'Sends to Keep Free' leaves no room under the sending limit",
			`The limit is ${limit}, 'Sends to Keep Free' ${settings.reserve}. Enter a whole number from 0 to ${limit - 1}.`,
		);
	}
	return settings;
}
