import { percent } from '../demo/terminal';
import type { RoomUsed } from './roomUsed';

/** A share of the room, by default that used; there is none on days when nobody waits. */
export const roomOf = (room: RoomUsed, share: Exclude<keyof RoomUsed, 'days'> = 'used') =>
	room.days === 0 ? '–' : percent(room[share]);
