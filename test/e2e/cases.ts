import type { Case } from './case';

const contact = { __rl: true, mode: 'email', value: '={{ $json.email }}' };

/** Everything `npm run e2e` tries, in the order of the table it prints. */
export const cases: Case[] = [
	{
		title: 'Sequence',
		runBy: 'command line',
		steps: () => [
			{
				name: 'Status of a contact',
				node: 'sequence',
				items: [{ email: 'nobody@example.com' }],
				parameters: { operation: 'status', contact },
				onError: 'continueErrorOutput',
				verify: ({ checks, execution, hubspot, output }) => {
					checks.equal('the run succeeds', execution.error, undefined);
					checks.equal('an unknown contact leaves through one output', output(0).length, 0);
					checks.items('error output', output(1), [{ email: 'nobody@example.com' }]);
					checks.equal('HubSpot was asked', hubspot.requests.count() > 0, true);
				},
			},
		],
	},
];
