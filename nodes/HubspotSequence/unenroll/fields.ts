import { choiceField } from '../../shared/n8n/fields';

export const unenrollMethodField = choiceField({
	displayName: 'Method',
	name: 'unenrollMethod',
	type: 'options',
	options: [
		{
			name: 'Bridge Workflow',
			value: 'bridgeWorkflow',
			description: 'A workflow in HubSpot with the action "Unenroll from sequence"',
		},
		{
			name: 'Delete Enrollment',
			value: 'deleteEnrollment',
			description:
				'A call that HubSpot has not published; needs the API Routes option set to CRM Object Routes',
		},
	],
	default: 'bridgeWorkflow',
	displayOptions: { show: { operation: ['unenroll'] } },
});
