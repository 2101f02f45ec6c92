const { subscribe } = require('node:diagnostics_channel');

/** What shows that a request or an answer is on its way; the stand-in HubSpot is in this process too. */
const STIRS = [
	'http.client.request.start',
	'http.client.response.finish',
	'http.server.request.start',
	'http.server.response.finish',
];

/** After so many turns of the event loop without a stir, all that is left to do is to wait. */
const QUIET_TURNS = 10;

/** What Node does beside the event loop, such as to look up `localhost`, may take many turns. */
const isBusy = () => process.getActiveResourcesInfo().some((name) => BUSY.test(name));
const BUSY = /Req|ConnectWrap|WriteWrap|ProcessWrap/;

/** What jest's clock would stop too: `Date` and `setTimeout` are enough. */
const LEFT_ALONE = [
	'clearImmediate',
	'clearInterval',
	'hrtime',
	'nextTick',
	'performance',
	'queueMicrotask',
	'setImmediate',
	'setInterval',
];

let quietTurns = 0;
for (const stir of STIRS) subscribe(stir, () => (quietTurns = 0));

/**
 * Makes waiting take no time: the clock stands still while there is something to do, and then goes
 * on at once to the end of the next wait. So seconds of waiting cost a test nothing, and what it
 * sees of time is the same on a slow machine.
 * @param clock jest's fake timers of a test environment
 * @returns puts the real ones back
 */
exports.skipWaiting = (clock) => {
	let turn;

	function watch() {
		turn = undefined;
		if (clock.getTimerCount() === 0) return;
		if (isBusy()) quietTurns = 0;
		else if (++quietTurns > QUIET_TURNS) {
			quietTurns = 0;
			clock.advanceTimersToNextTimer();
		}
		turn ??= setImmediate(watch);
	}

	clock.useFakeTimers({ doNotFake: LEFT_ALONE });
	const wait = globalThis.setTimeout;
	const waitAndWatch = (...given) => {
		turn ??= setImmediate(watch);
		return wait(...given);
	};
	// With the marks by which the clock knows what to put back.
	globalThis.setTimeout = Object.assign(waitAndWatch, wait);
	return () => {
		clearImmediate(turn);
		clock.useRealTimers();
	};
};
