import { choiceField } from '../../shared/n8n/fields';

export const unenrollMethodField = choiceField({
	displayName: 'Method',
	name: 'unenrollMethod',
	type: 'options',
	options: [
		{
			name: 'Helper Workflow',
			value: 'bridgeWorkflow',
			description: 'A workflow in HubSpot with the action "Unenroll from sequence"',
		},
		{
			name: 'Delete Enrollment',
			value: 'deleteEnrollment',
			description:
				"A call that HubSpot has not published; needs 'API Routes' set to CRM Object Routes",
		},
	],
	default: 'bridgeWorkflow',
	displayOptions: { show: { operation: ['unenroll'] } },
});
