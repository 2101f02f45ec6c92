const fc = require('fast-check');

// A mutant is killed by the first failure, mostly within some draws: looking for the smallest failure,
// and drawing on where there is none, takes nearly all of the time.
fc.configureGlobal({ endOnFailure: true, interruptAfterTimeLimit: 50 });
