import { byId } from '../../support/n8n/stage';
import { closeCasts } from '../../support/cast';
import { newFlow } from '../workflow/support';
import { CRM, open, openEnrolled, remove, settings } from './support';
import { FAILED, HELD } from '../../support/outputs';

afterAll(closeCasts);

const ADVICE = expect.stringMatching(
	/not published by HubSpot\. Set 'API Routes' to Published/,
) as string;

describe('Where the account does not have the routes, the error names the setting:', () => {
	const answers = [
		['an HTML 404', undefined],
		['405', { status: 405, body: '<html>405</html>' }],
		['an unknown object type', { status: 400, body: { message: 'Unable to infer object type' } }],
	] as const;

	it.each(answers)('enroll in a sequence, %s', async (_, effect) => {
		const cast = await open({ contacts: 3, settings: { recipeRoutes: false } });
		if (effect) cast.hubspot.faults.add({ path: /\/\d+\/sequences$/, effect });
		const run = await cast.enroll(undefined, { options: { ...CRM, concurrency: 1 }, settings });

		expect(run.json[FAILED]).toHaveLength(3);
		expect(run.of(2).json).toMatchObject({
			error: 'HubSpot does not offer this route',
			description: ADVICE,
		});
		expect(cast.hubspot.requests.count({ method: 'POST', path: /\/\d+\/sequences$/ })).toBe(1);
	});

	it.each(answers)('status and unenroll, %s', async (_, effect) => {
		const [cast] = await openEnrolled({ settings: { recipeRoutes: false } });
		if (effect) cast.hubspot.faults.add({ path: '/associations/sequences', effect });
		for (const run of [
			await cast.status(undefined, { options: CRM, settings }),
			await cast.unenroll(undefined, { parameters: remove, options: CRM, settings }),
		]) {
			expect(run.json[HELD]).toMatchObject([{ description: ADVICE }]);
		}
	});

	it.each(answers)('enroll in a workflow, %s', async (_, effect) => {
		const cast = await open({ settings: { recipeRoutes: false } });
		if (effect) {
			cast.hubspot.faults.add({ path: /\/flows\/\d+\/enrollments\/contacts$/, effect });
		}
		const run = await cast.stage.workflow(cast.items, {
			parameters: { operation: 'enroll', workflow: byId(newFlow(cast.stage).id), options: CRM },
			settings,
		});

		expect(run.of(0)).toMatchObject({ output: FAILED, json: { description: ADVICE } });
	});
});
