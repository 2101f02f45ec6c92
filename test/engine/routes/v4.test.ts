import { byId } from '../../support/n8n/stage';
import { Cast, closeCasts } from '../../support/cast';
import { entered, newFlow } from '../workflow/support';
import { ENROLLED } from '../../support/outputs';

afterAll(closeCasts);

describe('The V4 routes', () => {
	const END = expect.stringContaining('2027-03-30') as string;

	it('enroll, and the run says when HubSpot ends its support', async () => {
		const cast = await Cast.open();
		const run = await cast.enroll(undefined, { options: { apiRoutes: 'v4' } });

		expect(run.of(0).output).toBe(ENROLLED);
		expect(run.hints.map(({ message }) => message)).toEqual(expect.arrayContaining([END]));
		expect(cast.enrollRequests()[0].path).toBe('/automation/v4/sequences/enrollments');
	});

	it('are the published ones for workflows', async () => {
		const cast = await Cast.open();
		const flow = newFlow(cast.stage);
		const run = await cast.stage.workflow(cast.items, {
			parameters: { operation: 'enroll', workflow: byId(flow.id), options: { apiRoutes: 'v4' } },
		});

		expect(run.hints.map(({ message }) => message)).toEqual(expect.arrayContaining([END]));
		expect(entered(cast.stage, flow)).toBe(1);
	});

	it('are not spoken of otherwise', async () => {
		const cast = await Cast.open();
		const run = await cast.enroll();

		expect(run.hints.map(({ message }) => message)).not.toEqual(expect.arrayContaining([END]));
	});
});
