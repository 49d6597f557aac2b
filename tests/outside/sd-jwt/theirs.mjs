// @sd-jwt: copies and lists that it makes are judged by us as they are; suspended, revoked, replaced and changed ones too.
// First with what a folder holds, then with keys and list fetched over loopback.
// Usage: theirs.mjs ATTESTO FOLDER (empty).
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';
import { createHeaderAndPayload, StatusList } from '@sd-jwt/jwt-status-list';
import { digest, ES256, generateSalt } from '@sd-jwt/crypto-nodejs';
import { check, finish } from '../tally.mjs';

const [attesto, folder] = process.argv.slice(2);
const issuer = 'https://other.example/body';
const uri = `${issuer}/status/token.jwt`;
const now = Math.floor(Date.now() / 1000);
const [key, holder] = await Promise.all([ES256.generateKeyPair(), ES256.generateKeyPair()]);
const sign = await ES256.getSigner(key.privateKey);
const plain = ({ kty, crv, x, y }) => ({ kty, crv, x, y });

const instance = new SDJwtVcInstance({
  signer: sign, signAlg: 'ES256', hasher: digest, hashAlg: 'sha-256', saltGenerator: generateSalt,
  kbSigner: await ES256.getSigner(holder.privateKey), kbSignAlg: 'ES256',
});
const claims = (idx) => ({
  iss: issuer, vct: `${issuer}/vct/1`, iat: now - 60, nbf: now - 60, exp: now + 86400,
  cnf: { jwk: plain(holder.publicKey) }, status: { status_list: { idx, uri } },
  given_name: 'Ελένη', family_name: 'Δοκιμάκη', nationalities: ['EL', 'RO'], address: { city: 'Πάτρα', country: 'EL' },
});
const frame = { _sd: ['given_name', 'family_name'], nationalities: { _sd: [0, 1] }, address: { _sd: ['city'] } };
const issued = (idx) => instance.issue(claims(idx), frame, { header: { kid: 'k1' } });
const shown = async (idx, nonce) => instance.present(await issued(idx), { given_name: true, family_name: true, address: { city: true } }, {
  kb: { payload: { iat: now, aud: 'https://office.example', nonce } },
});

const material = join(folder, 'material');
mkdirSync(material);
writeFileSync(join(material, 'issuer.json'), JSON.stringify({ issuer, jwks: { keys: [{ ...plain(key.publicKey), kid: 'k1' }] } }));
const statuses = new Array(131072).fill(0);
[statuses[1], statuses[2], statuses[3]] = [1, 2, 3];
const { header, payload } = createHeaderAndPayload(new StatusList(statuses, 2), { iss: issuer, sub: uri, iat: now - 60, exp: now + 3600 }, { alg: 'ES256', typ: 'statuslist+jwt', kid: 'k1' });
const coded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const input = `${coded(header)}.${coded(payload)}`;
writeFileSync(join(material, 'token.jwt'), `${input}.${await sign(input)}`);
writeFileSync(join(folder, 'trust.toml'), `format = 1\nname = "L"\n[[issuer]]\nid = "${issuer}"\nname = "Other"\ncertificates = ["*"]\n`);

const judged = (text, ...more) => {
  const file = join(folder, 'one.sdjwt');
  writeFileSync(file, text);
  const run = spawnSync(attesto, ['--json', 'verify', file, '--offline', '--material', material, '--trust', join(folder, 'trust.toml'), ...more], { encoding: 'utf8' });
  assert.ok(run.stdout, run.stderr);
  const report = JSON.parse(run.stdout);
  return [report.verdict, report.checks.map((line) => line.code)];
};
const is = async (text, verdict, code, ...more) => {
  const [found, codes] = judged(await text, ...more);
  assert.equal(found, verdict, codes.join(' '));
  assert.ok(codes.includes(code), codes.join(' '));
};
const here = ['--audience', 'https://office.example', '--nonce', 'n-1'];

await check('a copy that it issued is valid', () => is(issued(0), 'valid', 'sd.unproven'));
await check('a copy that it shows is valid, by name, here and now', () => is(shown(0, 'n-1'), 'valid', 'sd.bound', ...here, '--name', 'Eleni Dokimaki'));
await check('on another question it is not', () => is(shown(0, 'n-2'), 'not-valid', 'sd.nonce', ...here));
await check('its list revokes', () => is(issued(1), 'not-valid', 'status.revoked'));
await check('its list suspends', () => is(issued(2), 'not-valid', 'status.suspended'));
await check('value 3 is a newer copy', () => is(issued(3), 'cannot-tell', 'status.replaced'));
await check('a place beyond its list is none', () => is(issued(131072), 'not-valid', 'status.malformed'));
await check('a claim given twice is refused', async () => {
  const text = await issued(0);
  await is(`${text}${text.split('~')[1]}~`, 'not-valid', 'sd.digest-twice');
});
await check('a claim that it never signed is refused', async () => {
  await is(`${await issued(0)}${coded(['s', 'admin', true])}~`, 'not-valid', 'sd.unreferenced');
});
// ── Nothing in hand: we ask its issuer for keys and list, and a copy is as good as what we hear ──
const answers = new Map([
  ['/.well-known/jwt-vc-issuer/body', ['application/json', readFileSync(join(material, 'issuer.json'))]],
  ['/body/status/token.jwt', ['application/statuslist+jwt', readFileSync(join(material, 'token.jwt'))]],
]);
const asked = [];
const server = createServer((request, answer) => {
  asked.push(request.url);
  const found = answers.get(request.url);
  if (!found) return answer.writeHead(404).end();
  return answer.writeHead(200, { 'Content-Type': found[0] }).end(found[1]);
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const home = join(folder, 'desk');
mkdirSync(home);
writeFileSync(join(home, 'attesto.toml'), `format = 1
[body]
name = "Desk"
did = "did:web:desk.example:desk"
base_url = "https://desk.example/desk"
[fetch.loopback]
"other.example" = "127.0.0.1:${server.address().port}"
`);
const fetched = async (idx, verdict, code) => {
  const file = join(folder, 'fetched.sdjwt');
  writeFileSync(file, await issued(idx));
  const words = ['--home', home, '--json', 'verify', file, '--trust', join(folder, 'trust.toml')];
  // Not one that stops this process: it is asked meanwhile.
  const said = await new Promise((ended) => execFile(attesto, words, { encoding: 'utf8' }, (_, stdout, stderr) => ended({ stdout, stderr })));
  assert.ok(said.stdout, said.stderr);
  const report = JSON.parse(said.stdout);
  const codes = report.checks.map((line) => line.code);
  assert.equal(report.verdict, verdict, codes.join(' '));
  assert.ok(codes.includes(code), codes.join(' '));
};
await check('its keys and its list are fetched over loopback', async () => {
  await fetched(0, 'valid', 'status.good');
  assert.deepEqual(asked, [...answers.keys()]);
});
await check('what the fetched list revokes is revoked', () => fetched(1, 'not-valid', 'status.revoked'));
await check('without its list nobody can tell', async () => {
  answers.delete('/body/status/token.jwt');
  await fetched(0, 'cannot-tell', 'status.unreachable');
});
server.close();
finish();
