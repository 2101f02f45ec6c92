import { hasTheme } from '../../../nodes/shared/overlap/theme';

describe('a name is on the theme', () => {
	it.each([
		['webinar', 'Webinar follow-up'],
		['webinar', 'Spring WEBINARS 2026'],
		['trial, webinar', 'Webinar follow-up'],
		['trial webinar', 'Webinar follow-up'],
		['trial;\nwebinar', 'Webinar follow-up'],
		['follow-up', 'Webinar: follow up'],
		['éducation', 'ÉDUCATION 2026'],
		['2026', 'Q3/2026'],
		['c++', 'C++ newsletter'],
	])('%j: %s', (theme, name) => {
		expect(hasTheme(theme)(name)).toBe(true);
	});
});

describe('a name is not on the theme', () => {
	it.each([
		['art', 'Get started'],
		['webinar', 'Web newsletter'],
		['', 'Anything'],
		[' , ', 'Anything'],
		['!', 'Anything!'],
		['webinar', undefined],
	])('%j: %s', (theme, name) => {
		expect(hasTheme(theme)(name)).toBe(false);
	});
});
