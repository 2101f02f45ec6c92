import { domainOf } from './cohort';

/**
 * Providers of free mailboxes, by the name before the country: their domains hold people of all
 * companies. Of the providers known best in each region of the world.
 */
const FREE_MAIL_NAMES = new Set(
	`126 163 aim alice aol arcor bellsouth bigpond bk bluewin bol btinternet centrum charter comcast cox
	daum duck earthlink email facebook fastmail foxmail free freemail freenet gmail gmx googlemail
	hanmail hey home hotmail hushmail icloud inbox interia laposte libero list live locaweb mac mail
	mailbox me msn nate naver neuf ntlworld o2 onet optonline orange outlook passport pm poczta
	posteo proton protonmail qq rambler rediffmail rocketmail rogers sapo sbcglobal seznam sfr shaw
	sina sky skynet sohu sympatico t-online talktalk telefonica telenet telia terra tiscali tuta
	tutanota tutamail ukr uol verizon videotron virgilio virgin virginmedia vodafone wanadoo web
	windowslive wp xtra ya yahoo yandex yeah ymail zoho zonnet`.split(/\s+/),
);

/** Endings of two parts, so that "yahoo.co.uk" has the name "yahoo". */
const SECOND_LEVEL = new Set(['co', 'com', 'net', 'org', 'ne', 'or']);

/** The domain of an address where a company owns it; undefined for a mailbox that anybody can have. */
export function companyDomain(address: string): string | undefined {
	const domain = domainOf(address.trim().toLowerCase());
	const parts = domain.split('.');
	if (parts.length < 2) return undefined;
	const ending = parts.length > 2 && SECOND_LEVEL.has(parts[parts.length - 2]) ? 2 : 1;
	const isRegistered = parts.length === ending + 1;
	return isRegistered && FREE_MAIL_NAMES.has(parts[0]) ? undefined : domain;
}
