import { domainOf } from './enrollee';

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
const SECOND_LEVEL = new Set<string | undefined>(['co', 'com', 'net', 'org', 'ne', 'or']);

/** The domain of an address where a company owns it; undefined for a mailbox that anybody can have. */
export function companyDomain(address: string): string | undefined {
	const domain = domainOf(address.trim());
	const [name = '', ...ending] = domain.split('.');
	if (ending.length === 0) return undefined;
	const isRegistered = ending.length === (SECOND_LEVEL.has(ending.at(-2)) ? 2 : 1);
	return isRegistered && FREE_MAIL_NAMES.has(name) ? undefined : domain;
}
