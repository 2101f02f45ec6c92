import { readBaseUrl } from '../../../nodes/shared/transport/baseUrl';

describe('the API Base URL of the credential', () => {
	it.each([
		['nothing, which is the default', '', 'https://api.hubapi.com'],
		['blanks alone', '  ', 'https://api.hubapi.com'],
		['as it should be', 'https://api.hubapi.com', 'https://api.hubapi.com'],
		['slashes at the end', 'https://api.hubapi.com//', 'https://api.hubapi.com'],
		['blanks around it', ' \thttps://api.hubapi.com \n', 'https://api.hubapi.com'],
		['no https://', 'api.hubapi.com', 'https://api.hubapi.com'],
		['blanks, no https:// and a slash', ' api.hubapi.com/ ', 'https://api.hubapi.com'],
		['capitals', 'HTTPS://API.hubapi.com', 'https://api.hubapi.com'],
		['a path, as of a gateway', 'https://gate.example/hubspot/', 'https://gate.example/hubspot'],
		['a port without a scheme', 'gate.example:8443', 'https://gate.example:8443'],
		['this machine without a scheme', 'localhost:8443', 'https://localhost:8443'],
		['http to localhost', 'http://localhost:5678', 'http://localhost:5678'],
		['http to 127.0.0.1', 'http://127.0.0.1:5678/', 'http://127.0.0.1:5678'],
		['http to all of 127.0.0.0/8', 'http://127.9.8.7', 'http://127.9.8.7'],
		['http to [::1]', 'http://[::1]:5678', 'http://[::1]:5678'],
	])('is read with %s', (_, typed, expected) => {
		expect(readBaseUrl(typed)).toBe(expected);
	});

	it.each([
		['no text', undefined],
		['a number', 7],
		['words', 'not an address'],
		['a blank in the middle', 'https://api. hubapi.com'],
		['a scheme alone', 'https://'],
		['another scheme', 'ftp://api.hubapi.com'],
		['an address of mail', 'mailto:ann@acme.example'],
		['an impossible port', 'https://api.hubapi.com:99999'],
		['a login in it', 'https://ann:secret@api.hubapi.com'],
		['a query', 'https://api.hubapi.com?key=1'],
		['a part of a page', 'https://app.hubspot.com/#keys'],
	])('that is %s is an error that names the field and not the value', (_, typed) => {
		expect(() => readBaseUrl(typed)).toThrow(
			expect.objectContaining({
				message: 'The API Base URL of the credential is not a web address',
				description: expect.not.stringContaining('secret') as string,
			}),
		);
	});

	it.each([
		'http://api.hubapi.com',
		'http://localhost.example',
		'http://127.0.0.1.example',
		'http://10.0.0.1',
		'http://0.0.0.0',
	])('does not send the key unencrypted to %s', (typed) => {
		expect(() => readBaseUrl(typed)).toThrow(/^The API Base URL .* unencrypted$/);
	});
});
