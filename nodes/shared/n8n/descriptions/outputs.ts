import type { ExpressionString } from 'n8n-workflow';

/**
 * Enroll has an output for each outcome; the other operations have one. n8n evaluates this in the
 * editor and when it runs the node, and adds the error output last.
 */
export const outputsByOperation: ExpressionString = `={{ $parameter["operation"] === "enroll"
	? [
		{ type: "main", displayName: "Enrolled" },
		{ type: "main", displayName: "Held Back" },
		{ type: "main", displayName: "Skipped" },
	]
	: [{ type: "main" }] }}`;

/** What stands below the node's name: the operation as the menu calls it. */
export const subtitleByOperation: ExpressionString = `={{ { checkSendLimit: "Check Sending Limit", enroll: "Enroll Contact", status: "Get Enrollment Status", unenroll: "Unenroll Contact" }[$parameter["operation"]] }}`;
