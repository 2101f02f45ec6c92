/** Requests of the nodes by what they are for; faults and reports name them so. */
export const CALLS = {
	'enroll in the sequence': { method: 'POST', path: /^\/automation\/.*sequences.*\/enrollments$/ },
	'read the enrollment': { method: 'GET', path: /enrollments\/contact\// },
	'read contacts': { method: 'POST', path: /(contacts|0-1)\/batch\/read$/ },
	'write contacts': { method: 'POST', path: /(contacts|0-1)\/batch\/update$/ },
	'search the log': { method: 'POST', path: /(emails|0-49)\/search$/ },
	'read the account': { method: 'GET', path: /account-info/ },
	'read owners': { method: 'GET', path: /\/owners/ },
	'read the sequence': {
		method: 'GET',
		path: /automation\/(v4\/sequences|sequences\/[\d-]+)\/\d+$/,
	},
	'read flows': { method: 'GET', path: /automation\/.*flows/ },
	'enroll in the workflow': { method: 'POST', path: /workflows\/\d+\/enrollments\/contacts\// },
	'leave the workflow': { method: 'DELETE', path: /workflows\/\d+\/enrollments\/contacts\// },
	'read workflows of a contact': { method: 'GET', path: /workflows\/enrollments\/contacts\// },
	'map workflow ids': { method: 'POST', path: /workflow-id-mappings/ },
	'change the list': { method: 'PUT', path: /memberships\/(add|remove)/ },
	'read the list': { method: 'GET', path: /lists\/\d+/ },
	'read statistics': { method: 'GET', path: /statistics/ },
	'any request': {},
} as const satisfies Record<string, { method?: string; path?: RegExp }>;

export type CallName = keyof typeof CALLS;

/** Those that the operations of each node make; what matters most stands several times. */
export const CALLS_OF: Record<'sequence' | 'workflow', readonly CallName[]> = {
	sequence: [
		'enroll in the sequence',
		'enroll in the sequence',
		'enroll in the sequence',
		'enroll in the sequence',
		'read the enrollment',
		'read the enrollment',
		'read contacts',
		'read contacts',
		'write contacts',
		'write contacts',
		'search the log',
		'read the account',
		'read owners',
		'read the sequence',
		'read flows',
		'any request',
	],
	workflow: [
		'enroll in the workflow',
		'enroll in the workflow',
		'enroll in the workflow',
		'leave the workflow',
		'read workflows of a contact',
		'read contacts',
		'write contacts',
		'change the list',
		'change the list',
		'read the list',
		'map workflow ids',
		'read flows',
		'read the account',
		'read statistics',
		'any request',
	],
};
