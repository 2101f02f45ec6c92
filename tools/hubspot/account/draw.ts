import { createHash } from 'crypto';

/**
 * A number from 0 up to 1 that looks drawn, and is the same for the same seed and key: so it does
 * not matter who asks first, and an estimate comes true.
 */
export function draw(seed: number, key: string): number {
	return createHash('sha256').update(`${seed} ${key}`).digest().readUInt32BE(0) / 2 ** 32;
}
