import {
	describeSendChart,
	drawSendChart,
	type SendChart,
	type SendDay,
} from '../../../../../nodes/HubspotSequence/sendLimit/chart/chart';
import {
	barsOf,
	group,
	IDLE,
	named,
	readSvg,
	scaleOf,
	textsIn,
} from '../../../sendLimit/chartReader';

const dateAfter = (days: number) =>
	new Date(Date.UTC(2026, 10, 23 + days)).toISOString().slice(0, 10);

/** Days from Mon 23 Nov 2026 on, with so many planned on each. */
const plan = (planned: number[], limit = 500): SendDay[] =>
	planned.map((count, day) => ({ date: dateAfter(day), planned: count, limit }));

const TITLE = 'Emails of ann@example.com';
const HEADLINE = '0 of 500 in the last 24 hours, room for 500 more';
const draw = (days: SendDay[], more: Partial<SendChart> = {}) =>
	readSvg(drawSendChart({ title: TITLE, lastDay: IDLE, days, ...more }));

const dayLabels = (days: SendDay[]) => {
	const texts = textsIn(group(draw(days), 'days'));
	return texts.filter((_, index) => index % 2 === 1);
};

describe('the picture', () => {
	it('is one SVG with a size, a title and a description', () => {
		const svg = draw(plan([20, 600]));
		expect(svg.name).toBe('svg');
		const { viewBox, width, height } = svg.attributes;
		expect(viewBox).toBe(`0 0 ${width} ${height}`);
		expect(svg.attributes).toMatchObject({
			xmlns: 'http://www.w3.org/2000/svg',
			role: 'img',
			'aria-labelledby': 'title description',
		});
		const [title, description] = svg.children;
		expect(title).toMatchObject({ name: 'title', text: TITLE, attributes: { id: 'title' } });
		expect(description).toMatchObject({ name: 'desc', attributes: { id: 'description' } });
		expect(description.text).toBe(describeSendChart(IDLE, plan([20, 600])));
	});

	it('needs nothing from elsewhere', () => {
		const svg = drawSendChart({ title: TITLE, lastDay: IDLE, days: plan([20, 600]) });
		expect(svg).not.toMatch(/<script|@import|@font-face|href|<image|\bon\w+=/);
		expect(svg.match(/url\([^)]*\)/g)?.every((address) => address.startsWith('url(#'))).toBe(true);
		expect(svg.match(/https?:[^"]*/g)).toEqual(['http://www.w3.org/2000/svg']);
	});

	it('says whose calendar the days are of, and which days', () => {
		const texts = textsIn(draw(plan([1, 2, 3]), { timeZone: 'Europe/Berlin' }));
		expect(texts.slice(0, 3)).toEqual([
			HEADLINE,
			TITLE,
			'Emails per day, 23 Nov – 25 Nov 2026, Europe/Berlin',
		]);
	});

	it('shows texts as they are given, not as markup', () => {
		const title = `<script>alert("1")</script> & 'co'`;
		const svg = draw(plan([1]), { title, timeZone: ']]><b>' });
		expect(svg.children[0].text).toBe(title);
		expect(named(svg, 'b')).toEqual([]);
	});

	it('cuts a title that is too long, and has it in full for who listens', () => {
		const title = `Emails of ${'a.'.repeat(60)}@example.com`;
		const svg = draw(plan([1]), { title });
		expect(textsIn(svg)[1]).toMatch(/^Emails of (a\.)+a?…$/);
		expect(svg.children[0].text).toBe(title);
	});
});

describe('the bars', () => {
	it('stand on the days on which something is sent, and say what', () => {
		const days = plan([120, 0, 1]);
		days[0].sent = 30;
		expect(barsOf(draw(days)).map(({ title }) => title)).toEqual([
			'Mon 23 Nov 2026, 150 emails (30 sent, 120 planned), limit 500',
			'Wed 25 Nov 2026, 1 email planned, limit 500',
		]);
	});

	it('show what went out below what is to come', () => {
		const svg = draw([{ date: '2026-11-23', sent: 100, planned: 300, limit: 500 }]);
		const { zero, unit } = scaleOf(svg);
		const [{ parts }] = barsOf(svg);
		expect(parts.map(({ look, top, height }) => [look, top, height])).toEqual([
			['fill-sent', expect.closeTo(zero - 100 * unit, 1), expect.closeTo(100 * unit, 1)],
			['fill-planned', expect.closeTo(zero - 400 * unit, 1), expect.closeTo(300 * unit, 1)],
		]);
	});

	it('are striped and outlined above the limit, with their number in bold', () => {
		const svg = draw(plan([500, 501, 620]));
		const stripes = barsOf(svg).map(({ parts }) => parts.filter(({ fill }) => /^url/.test(fill)));
		expect(stripes.map(({ length }) => length)).toEqual([0, 1, 1]);
		const { zero, unit } = scaleOf(svg);
		const [above] = stripes[2];
		expect(above.top).toBeCloseTo(zero - 620 * unit, 1);
		expect(above.height).toBeCloseTo(120 * unit, 1);
		expect(above.look).toBe('line-limit');
		const bold = named(group(svg, 'values'), 'text').filter(
			({ attributes }) => attributes['font-weight'],
		);
		expect(bold.map(({ text }) => text)).toEqual(['501', '620']);
		expect(textsIn(group(svg, 'legend'))).toEqual(['Planned', 'Above the limit']);
	});

	it('have stripes that are defined', () => {
		const svg = draw(plan([600]));
		const [pattern] = named(svg, 'pattern');
		expect(barsOf(svg)[0].parts.at(-1)?.fill).toBe(`url(#${pattern.attributes.id})`);
		expect(named(pattern, 'rect')).toHaveLength(2);
	});
});

describe('the limit', () => {
	const lines = (days: SendDay[]) => {
		const svg = draw(days);
		const limit = group(svg, 'limit');
		const { zero, unit } = scaleOf(svg);
		return {
			at: named(limit, 'line').map(({ attributes }) =>
				Math.round((zero - Number(attributes.y1)) / unit),
			),
			dashed: named(limit, 'line').every(({ attributes }) => attributes['stroke-dasharray']),
			texts: textsIn(limit),
		};
	};

	it('is a dashed line with its number', () => {
		expect(lines(plan([20, 30], 1000))).toEqual({
			at: [1000],
			dashed: true,
			texts: ['Limit', '1,000'],
		});
	});

	it('has a line for each stretch of days that share one', () => {
		const days = [...plan([1, 2], 350), ...plan([3], 500)];
		expect(lines(days)).toEqual({ at: [350, 500], dashed: true, texts: ['350', 'Limit', '500'] });
	});

	it.each([
		['at zero where the reserve is more than all', -40, [0]],
		['nowhere where nothing limits', Infinity, []],
	])('is %s', (_, limit, at) => {
		expect(lines(plan([5, 6], limit)).at).toEqual(at);
	});
});

describe('the days below the bars', () => {
	it.each([
		[1, ['23 Nov']],
		[7, ['23 Nov', '24 Nov', '25 Nov', '26 Nov', '27 Nov', '28 Nov', '29 Nov']],
		[14, ['23 Nov', '25 Nov', '27 Nov', '29 Nov', '1 Dec', '3 Dec', '5 Dec']],
		[22, ['23 Nov', '26 Nov', '29 Nov', '2 Dec', '5 Dec', '8 Dec', '11 Dec', '14 Dec']],
	])('of %i days are named as far as there is room', (count, expected) => {
		expect(dayLabels(plan(Array.from({ length: count }, () => 5)))).toEqual(expected);
	});

	it.each([45, 60, 61, 120, 400])('of %i days are a week or weeks apart', (count) => {
		const labels = named(
			group(draw(plan(Array.from({ length: count }, () => 5))), 'days'),
			'text',
		).filter((_, index) => index % 2 === 0);
		expect(new Set(labels.map(({ text }) => text))).toEqual(new Set(['Mon']));
		const places = labels.map(({ attributes }) => Number(attributes.x));
		const gaps = places.slice(1).map((place, index) => place - places[index]);
		expect(Math.min(...gaps)).toBeGreaterThanOrEqual(50);
		expect(labels.length).toBeGreaterThan(3);
	});
});

describe('where nothing is planned, the chart', () => {
	it('says so without days', () => {
		const svg = draw([]);
		expect(textsIn(svg)).toEqual([HEADLINE, TITLE, 'Emails per day', 'Nothing is planned']);
		expect(svg.children[1].text).toBe(`${HEADLINE}. Nothing is planned.`);
	});

	it('says so beside days and the limit', () => {
		const svg = draw(plan([0, 0]));
		expect(textsIn(svg)).toContain('Nothing is planned');
		expect(textsIn(group(svg, 'limit'))).toEqual(['Limit', '500']);
		expect(barsOf(svg)).toEqual([]);
	});
});
