// An independent OAuth client in Node: discovers the relay, prints the authorization address, reads the answer's
// address, exchanges, and prints what it was given.
import { createInterface } from 'node:readline';
import * as oauth from 'oauth4webapi';

const [issuerText, redirectUri, scope] = process.argv.slice(2);
const issuer = new URL(issuerText);
const insecure = { [oauth.allowInsecureRequests]: true }; // Plain http on loopback.
const client = { client_id: 'monei-wallet' };

const found = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure });
const server = await oauth.processDiscoveryResponse(issuer, found);
const verifier = oauth.generateRandomCodeVerifier();
const state = oauth.generateRandomState();

const address = new URL(server.authorization_endpoint);
address.search = new URLSearchParams({
  response_type: 'code',
  client_id: client.client_id,
  redirect_uri: redirectUri,
  scope,
  state,
  code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
}).toString();
console.log(address.href);

const answer = await new Promise((resolve) => createInterface({ input: process.stdin }).once('line', resolve));
try {
  // Refuses an answer without `iss`, because the metadata promises it (RFC 9207).
  const checked = oauth.validateAuthResponse(server, client, new URL(answer), state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    checked,
    redirectUri,
    verifier,
    insecure,
  );
  const token = await oauth.processAuthorizationCodeResponse(server, client, response);
  console.log(JSON.stringify({ scope: token.scope, scopes: token.scopes, tokenType: token.token_type, expiresIn: token.expires_in }));
} catch (error) {
  console.log(JSON.stringify({ error: error.error ?? String(error) }));
}
process.exit(0);
