import type { Finding } from './finding';
import { judgeItems } from './judgeItems';
import { judgeLeaks } from './judgeLeaks';
import { judgeLedger } from './judgeLedger';
import { judgeLimit } from './judgeLimit';
import { judgeTwice } from './judgeTwice';
import { judgeWords } from './judgeWords';
import type { Played } from './played';

const JUDGES = [judgeItems, judgeWords, judgeTwice, judgeLimit, judgeLedger, judgeLeaks];

/** Compares what the nodes said, what the stand-in holds and what the ledger holds. */
export const judge = (played: Played): Finding[] => JUDGES.flatMap((one) => one(played));
