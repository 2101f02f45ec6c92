import { companyDomain } from '../../../nodes/shared/quota/companyDomain';

describe('the domain of an address', () => {
	it.each([
		['ann@acme.com', 'acme.com'],
		['ann@mail.acme.com', 'mail.acme.com'],
		['ann@acme.co.uk', 'acme.co.uk'],
		['ann@gmail.acme.com', 'gmail.acme.com'],
		['ann@gmail.acme.co.uk', 'gmail.acme.co.uk'],
		['ann@mygmail.com', 'mygmail.com'],
		['ann@web.de.acme.com', 'web.de.acme.com'],
		['ann@webinar.de', 'webinar.de'],
		['ann@mail.gmail.com', 'mail.gmail.com'],
		['ann@co.uk', 'co.uk'],
		[' Ann@ACME.com ', 'acme.com'],
		['"odd@gmail.com"@acme.com', 'acme.com'],
	])('of %s is that of a company: %s', (address, domain) => {
		expect(companyDomain(address)).toBe(domain);
	});

	it.each([
		'gmail.com',
		'googlemail.com',
		'yahoo.com',
		'yahoo.co.uk',
		'yahoo.com.br',
		'yahoo.co.jp',
		'yahoo.ne.jp',
		'live.org.uk',
		'naver.or.kr',
		'ymail.com',
		'hotmail.com',
		'hotmail.fr',
		'outlook.com',
		'outlook.com.br',
		'live.co.uk',
		'msn.com',
		'icloud.com',
		'me.com',
		'mac.com',
		'aol.com',
		'gmx.de',
		'gmx.net',
		'web.de',
		't-online.de',
		'freenet.de',
		'posteo.de',
		'orange.fr',
		'wanadoo.fr',
		'laposte.net',
		'libero.it',
		'wp.pl',
		'seznam.cz',
		'mail.ru',
		'yandex.ru',
		'qq.com',
		'163.com',
		'126.com',
		'naver.com',
		'rediffmail.com',
		'uol.com.br',
		'bigpond.net.au',
		'xtra.co.nz',
		'comcast.net',
		'proton.me',
		'protonmail.com',
		'GMAIL.COM',
	])('of somebody at %s is no company’s', (domain) => {
		expect(companyDomain(`somebody@${domain}`)).toBeUndefined();
	});

	it.each(['', 'ann', 'ann@', 'ann@localhost'])('of "%s" is none', (address) => {
		expect(companyDomain(address)).toBeUndefined();
	});
});
