/**
 * How a person builds the helper workflow, in the words of HubSpot's pages "Understand the property
 * editor" (2026-01-29) and "Add re-enrollment triggers to a workflow" (2024-09-19).
 *
 * @param property internal name of the contact property that starts it
 */
export const buildByHand = (property: string): readonly string[] => [
	`In HubSpot under Settings, Properties, create a contact property with the internal name ${property} and the field type "Date and time picker".`,
	`Under Automation, Workflows, create a contact-based workflow with the enrollment trigger "${property} is known", and switch re-enrollment on for it.`,
	'Add the action "Unenroll from sequence", and turn the workflow on.',
];

/** The steps one behind the other, each with its number. */
export const inSteps = (steps: readonly string[], separator: string): string =>
	steps.map((step, index) => `${index + 1}. ${step}`).join(separator);
