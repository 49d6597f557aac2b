// What @sd-jwt needs for the same copy: ten claims that may be held back, ES256; and jose for a detached JWS of the same size.
// CPU time of the process, the median of seven runs of at least 300 ms. Run by tests/bench/worlds.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { dirname, join } from 'node:path';

const outside = join(dirname(new URL(import.meta.url).pathname), '..', 'outside', 'package.json');
const from = async (name) => import(pathToFileURL(createRequire(outside).resolve(name)));
const { SDJwtVcInstance } = await from('@sd-jwt/sd-jwt-vc');
const { digest, ES256, generateSalt } = await from('@sd-jwt/crypto-nodejs');

const [key, holder] = await Promise.all([ES256.generateKeyPair(), ES256.generateKeyPair()]);
const instance = new SDJwtVcInstance({
  signer: await ES256.getSigner(key.privateKey), signAlg: 'ES256', hasher: digest, hashAlg: 'sha-256', saltGenerator: generateSalt,
  verifier: await ES256.getVerifier(key.publicKey), kbSigner: await ES256.getSigner(holder.privateKey), kbSignAlg: 'ES256',
});
const { kty, crv, x, y } = holder.publicKey;
const body = 'https://body.example/b';
const claims = {
  vct: `${body}/vct/sim/1`, 'vct#integrity': 'sha256-AA', jti: 'urn:uuid:0f0e0d0c-0b0a-4908-8706-050403020100', iss: body,
  iat: 1795694400, nbf: 1790000000, exp: 1890000000, issuing_authority: 'Body', certificate_number: 'SIM-2026-000007-7',
  certification_scheme: { id: 'https://s.example/1' }, achievement_title: 'Manager', cnf: { jwk: { kty, crv, x, y } },
  given_name: 'Μαρία', family_name: 'Παπαδοπούλου',
  learning_outcomes: Array.from({ length: 8 }, (_, n) => ({ id: `https://s.example/1#c${n + 1}`, title: `Competence ${n + 1}`, type: 'RubricCriterionLevel' })),
};
const frame = { _sd: ['given_name', 'family_name'], learning_outcomes: { _sd: [0, 1, 2, 3, 4, 5, 6, 7] } };
const issue = () => instance.issue(claims, frame);
const copy = await issue();
const shown = { kb: { payload: { iat: 1795694400, aud: 'https://office.example', nonce: 'n-1' } } };

async function once(act) {
  const begun = process.cpuUsage();
  for (let count = 1; ; count += 1) {
    await act();
    const { user, system } = process.cpuUsage(begun);
    if (user + system >= 300_000) return (user + system) / count;
  }
}
async function row(what, act) {
  await once(act);
  const runs = [];
  for (let at = 0; at < 7; at += 1) runs.push(await once(act));
  runs.sort((a, b) => a - b);
  console.log(`| ${what} | ${runs[3].toFixed(1)} |`);
}
await row('SD-JWT VC: issue (lint, seal)', issue);
await row('SD-JWT VC: verify (parse, open)', () => instance.verify(copy, { skipStatusCheck: true }));
await row("SD-JWT VC: present 1 of 10, with the holder's proof", () => instance.present(copy, { family_name: true }, shown));
