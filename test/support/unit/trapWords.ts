/** An error message with one of these in it, in any case, is replaced by n8n's own text. */
const TRAP_WORDS = [
	'ECONNREFUSED',
	'ECONNRESET',
	'ENOTFOUND',
	'ETIMEDOUT',
	'ERRADDRINUSE',
	'EADDRNOTAVAIL',
	'ECONNABORTED',
	'EHOSTUNREACH',
	'EAI_AGAIN',
	'ENOENT',
	'EISDIR',
	'ENOTDIR',
	'EACCES',
	'EEXIST',
	'EPERM',
	'GETADDRINFO',
];

export const trapWordsIn = (text: string): string[] =>
	TRAP_WORDS.filter((word) => text.toUpperCase().includes(word));
