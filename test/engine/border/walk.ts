import { resetStores } from '../../../nodes/shared/stores';
import { Stage } from '../../support/n8n/stage';
import {
	endpointsOf,
	faultsWith,
	fieldsWrongIn,
	keyOf,
	othersInPlaceOf,
	type Endpoint,
	type Instead,
	type Scene,
} from './scene';

/** Endpoints whose fields were changed one by one in an earlier scene of this file. */
const walked = new Set<string>();

/**
 * Plays a scene as it should be, and then once for each endpoint that it asked and each other answer
 * that this may give. The fields of an endpoint are changed one by one in the first scene that asks it.
 *
 * @param open sets the scene on an empty stage
 * @returns what is wrong with what came of it, and how many answers were tried
 */
export async function walk(
	open: (stage: Stage) => Promise<Scene>,
): Promise<{ faults: string[]; tried: number }> {
	const stage = await Stage.open({
		settings: { recipeRoutes: true, bridgeDelayMs: 0 },
		clock: () => Date.now(),
	});
	try {
		const { endpoints, faults } = await playWell(await open(stage));
		let tried = 0;
		const play = async (endpoint: Endpoint, other: Instead) => {
			await stage.reset();
			resetStores();
			faults.push(...(await faultsWith(await open(stage), endpoint, other)));
			tried++;
		};
		for (const endpoint of endpoints) {
			const isKnown = walked.has(keyOf(endpoint));
			for (const other of othersInPlaceOf(endpoint, isKnown)) await play(endpoint, other);
			if (isKnown) continue;
			walked.add(keyOf(endpoint));
			for (const other of fieldsWrongIn(endpoint)) await play(endpoint, other);
		}
		return { faults, tried };
	} finally {
		await stage.close();
	}
}

async function playWell(scene: Scene) {
	const { run, endpoints } = await endpointsOf(scene);
	const failed = run.json.flat().filter(({ error }) => error !== undefined);
	return { endpoints, faults: failed.map(({ error }) => `without a fault: ${String(error)}`) };
}
