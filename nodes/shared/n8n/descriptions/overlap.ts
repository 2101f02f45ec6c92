import { choiceField, type ListField, type TextField } from '../fields';

/** What to do with contacts that are in another kind of automation at the same time. */
const overlapOption = (displayName: string, name: string, description: string) =>
	choiceField({
		displayName,
		name,
		type: 'options',
		options: [
			{ name: 'Ignore', value: 'ignore', description: 'Enroll all the same' },
			{ name: 'Skip', value: 'skip', description: 'The item leaves by the Skipped output' },
		],
		default: 'ignore',
		description,
	});

/** @param dependsOn the option that it narrows down */
const themeOption = (displayName: string, dependsOn: string, description: string): TextField => ({
	displayName,
	name: 'conflictTheme',
	type: 'string',
	default: '',
	placeholder: 'e.g. webinar, onboarding',
	description,
	displayOptions: { show: { [dependsOn]: ['skip'] } },
});

/** On Enroll of HubSpot Sequence: contacts that a workflow is writing to. */
export const ifInWorkflowOption = overlapOption(
	'If in a Workflow',
	'ifInWorkflow',
	"What to do with contacts that are in a HubSpot workflow at the same time: in any, or only in those that 'Workflow Names or IDs' and 'Workflow Name Contains' name",
);

export const conflictingWorkflowsOption: ListField = {
	displayName: 'Workflow Names or IDs',
	name: 'conflictingWorkflows',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getWorkflows' },
	default: [],
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	displayOptions: { show: { ifInWorkflow: ['skip'] } },
};

export const workflowThemeOption = themeOption(
	'Workflow Name Contains',
	'ifInWorkflow',
	'Words, one of which in the name of a HubSpot workflow makes it conflict',
);

/** On Enroll of HubSpot Workflow: contacts that a rep is writing to. */
export const ifInSequenceOption = overlapOption(
	'If in a Sequence',
	'ifInSequence',
	"What to do with contacts that a rep is writing to at the same time: in any sequence, or only in those that 'Sequence Names or IDs' and 'Sequence Name Contains' name",
);

export const conflictingSequencesOption: ListField = {
	displayName: 'Sequence Names or IDs',
	name: 'conflictingSequences',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getSequences' },
	default: [],
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	displayOptions: { show: { ifInSequence: ['skip'] } },
};

export const sequenceThemeOption = themeOption(
	'Sequence Name Contains',
	'ifInSequence',
	'Words, one of which in the name of a sequence makes it conflict',
);
