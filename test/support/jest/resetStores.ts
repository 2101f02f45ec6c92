import { resetStores } from '../../../nodes/shared/stores';

// What a process keeps of one test is not there for the next.
beforeEach(resetStores);
