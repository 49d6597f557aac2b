// @sd-jwt: what we sealed, showed and published holds for it too, its status fetched over loopback; what was changed does not.
// Usage: ours.mjs FOLDER, as body.sh left it; in FOLDER/certified the same under certificates.
import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';
import { getListFromStatusListJWT } from '@sd-jwt/jwt-status-list';
import { digest, ES256 } from '@sd-jwt/crypto-nodejs';
import { check, finish } from '../tally.mjs';

const folder = process.argv[2];
const text = (name) => readFileSync(join(folder, name), 'utf8').trim();
const keys = JSON.parse(text('jwt-vc-issuer.json')).jwks.keys;
const key = (name) => keys.find((one) => one.kid.endsWith(name));
const holder = JSON.parse(text('holder.jwk'));
const list = text('token.jwt');

const server = createServer((_, answer) => answer.setHeader('Content-Type', 'application/statuslist+jwt').end(list));
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const base = `http://127.0.0.1:${server.address().port}`;
const asked = [];

const reader = async (status = 0) => new SDJwtVcInstance({
  hasher: digest,
  verifier: await ES256.getVerifier(key('#wallet-1')),
  kbVerifier: async (data, signature) => (await ES256.getVerifier({ kty: holder.kty, crv: holder.crv, x: holder.x, y: holder.y }))(data, signature),
  statusVerifier: await ES256.getVerifier(key('#wallet-list-1')),
  statusListFetcher: async (uri) => {
    asked.push(uri);
    return (await fetch(new URL(new URL(uri).pathname, base))).text();
  },
  statusValidator: async (found) => assert.equal(found, status),
});
const flip = (jwt, at) => jwt.slice(0, at) + (jwt[at] === 'A' ? 'B' : 'A') + jwt.slice(at + 1);

await check('the copy as it was issued: signature, dates, status', async () => {
  const { payload, header } = await (await reader()).verify(text('wallet.sdjwt'));
  assert.equal(header.typ, 'dc+sd-jwt');
  assert.ok(payload.family_name && payload.given_name && payload.learning_outcomes.length > 1);
  assert.equal(asked.length, 1);
});
await check('what was shown: the chosen claims and no other, and the holder\'s proof', async () => {
  const { payload, kb } = await (await reader()).verify(text('shown.sdjwt'), { keyBindingNonce: 'n-1' });
  assert.ok(payload.family_name && !payload.given_name && !payload.email);
  assert.equal(payload.learning_outcomes.length, 1);
  assert.equal(kb.payload.aud, 'https://office.example');
});
await check('another nonce is refused', async () => {
  await assert.rejects(async () => (await reader()).verify(text('shown.sdjwt'), { keyBindingNonce: 'n-2' }));
});
await check('a changed payload is refused', async () => {
  const copy = text('wallet.sdjwt');
  await assert.rejects(async () => (await reader()).verify(flip(copy, copy.indexOf('.') + 40)));
});
await check('the list says the same at every place', async () => {
  const statuses = getListFromStatusListJWT(list);
  assert.equal(statuses.statusList.length, 131072);
  assert.ok(statuses.statusList.every((status) => status === 0));
});
// ── Under certificates: the keys come out of x5c, and its authority is the only thing that is known ──
const inside = (name) => readFileSync(join(folder, 'certified', name), 'utf8').trim();
const authority = new X509Certificate(inside('ca.pem'));
const headerOf = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[0], 'base64url'));
const leafOf = (jwt) => new X509Certificate(Buffer.from(headerOf(jwt).x5c[0], 'base64'));
const keyOf = (jwt) => leafOf(jwt).publicKey.export({ format: 'jwk' });
const certified = { copy: inside('wallet.sdjwt'), list: inside('token.jwt') };
const certifiedServer = createServer((_, answer) => answer.setHeader('Content-Type', 'application/statuslist+jwt').end(certified.list));
await new Promise((ready) => certifiedServer.listen(0, '127.0.0.1', ready));
const certifiedBase = `http://127.0.0.1:${certifiedServer.address().port}`;

await check('copy and list carry a chain of one certificate, without its authority, and the issuer stands on it', () => {
  for (const jwt of [certified.copy, certified.list]) {
    const [leaf, host] = [leafOf(jwt), new URL(JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url')).iss).host];
    assert.equal(headerOf(jwt).x5c.length, 1);
    assert.ok(leaf.verify(authority.publicKey) && leaf.issuer === authority.subject && leaf.subject !== leaf.issuer);
    assert.equal(leaf.checkHost(host), host);
  }
});
await check('the certified copy holds by the key of its certificate, its status too', async () => {
  const places = [];
  const { payload } = await new SDJwtVcInstance({
    hasher: digest,
    verifier: await ES256.getVerifier(keyOf(certified.copy)),
    statusVerifier: await ES256.getVerifier(keyOf(certified.list)),
    statusListFetcher: async (uri) => {
      places.push(uri);
      return (await fetch(new URL(new URL(uri).pathname, certifiedBase))).text();
    },
    statusValidator: async (found) => assert.equal(found, 0),
  }).verify(certified.copy);
  assert.ok(payload.family_name && payload.cnf.jwk);
  assert.equal(places.length, 1);
});
await check('the key of the copy from before does not open the certified one', async () => {
  await assert.rejects(async () => (await reader()).verify(certified.copy));
});
certifiedServer.close();
server.close();
finish();
