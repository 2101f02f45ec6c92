/** Outputs of Enroll, in the order in which the nodes have them; n8n adds the one for errors. */
export const [ENROLLED, HELD, SKIPPED, FAILED] = [0, 1, 2, 3];

/** Outputs of every other operation. */
export const [RESULT, ERROR] = [0, 1];
