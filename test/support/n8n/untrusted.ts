import fastify from 'fastify';

/** Made for these tests alone, self-signed for localhost, valid for a hundred years. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBsjCCAVegAwIBAgIUOSBNwfFnQGjUkvrBOHm/yKPySRIwCgYIKoZIzj0EAwIw
HzEdMBsGA1UEAwwUc2VsZi1zaWduZWQgc3RhbmQtaW4wIBcNMjYxMTI1MTU0MjQ1
WhgPMjEyNjExMDExNTQyNDVaMB8xHTAbBgNVBAMMFHNlbGYtc2lnbmVkIHN0YW5k
LWluMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8nHZVdW0qC5kuSHgggTqrgtz
TOQX8USXN+7EQEdsAPoItlFTAYsWoPxlT/UCPnaY9enJp7iVbpyBflZ2Cw2r6aNv
MG0wHQYDVR0OBBYEFOKpkP/mUcc7nuG6MCkfhI39035TMB8GA1UdIwQYMBaAFOKp
kP/mUcc7nuG6MCkfhI39035TMA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0RBBMwEYIJ
bG9jYWxob3N0hwR/AAABMAoGCCqGSM49BAMCA0kAMEYCIQDYX5JJyThYiP4XXv9v
S9pWcmgM62pZnTefIl7LYoJt8wIhAJxJw9rBnSC+14PTUB2Yc7HVNvLpptDrDsdf
qb0wlNa9
-----END CERTIFICATE-----
`;
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgsYToQqfr/UolV8DU
NU2hvY9HknGvBxDbqJ8YXhDa0A+hRANCAATycdlV1bSoLmS5IeCCBOquC3NM5Bfx
RJc37sRAR2wA+gi2UVMBixag/GVP9QI+dpj16cmnuJVunIF+VnYLDavp
-----END PRIVATE KEY-----
`;

/** An https server whose certificate nobody trusts. */
export async function startUntrusted() {
	const seen = { connections: 0, requests: 0 };
	const app = fastify({ https: { cert: CERTIFICATE, key: KEY } });
	app.server.on('connection', () => seen.connections++);
	app.addHook('onRequest', async () => void seen.requests++);
	const url = await app.listen({ host: '127.0.0.1', port: 0 });
	return { url, seen, close: async () => await app.close() };
}
