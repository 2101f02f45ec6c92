import type * as Pauses from '../../../nodes/shared/transport/pause';
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

/** For `jest.mock`: the time goes by at once, and a stopped execution stops all the same. */
export function withoutWaiting(actual: typeof Pauses): typeof Pauses {
	return { pause: async (_ms, signal) => await actual.pause(0, signal) };
}

/** Endpoints whose fields were changed one by one in an earlier scene of this file. */
const walked = new Set<string>();

/**
 * Plays a scene as it should be, and then once for each endpoint that it asked and each other answer
 * that this may give. The fields of an endpoint are changed one by one in the first scene that asks it.
 *
 * @returns what is wrong with what came of it, and how many answers were tried
 */
export async function walk(
	open: () => Promise<Scene>,
): Promise<{ faults: string[]; tried: number }> {
	const { endpoints, faults } = await playWell(open);
	let tried = 0;
	const play = async (endpoint: Endpoint, other: Instead) => {
		const scene = await open();
		try {
			faults.push(...(await faultsWith(scene, endpoint, other)));
			tried++;
		} finally {
			await scene.stage.close();
		}
	};
	for (const endpoint of endpoints) {
		for (const other of othersInPlaceOf(endpoint)) await play(endpoint, other);
		if (walked.has(keyOf(endpoint))) continue;
		walked.add(keyOf(endpoint));
		for (const other of fieldsWrongIn(endpoint)) await play(endpoint, other);
	}
	return { faults, tried };
}

async function playWell(open: () => Promise<Scene>) {
	const scene = await open();
	try {
		const { run, endpoints } = await endpointsOf(scene);
		const failed = run.json.flat().filter(({ error }) => error !== undefined);
		return { endpoints, faults: failed.map(({ error }) => `without a fault: ${String(error)}`) };
	} finally {
		await scene.stage.close();
	}
}
