// The library reads the status lists that we made, bit for bit, and we read those that it made.
// Its trap: a revoked credential is `verified: true` there; the status stands in `statusResult.results[].status`.
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import { checkStatus, createCredential, createList, decodeList } from '@digitalbazaar/vc-bitstring-status-list';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { attesto, json, people, same, verify } from '../demo.mjs';
import { check, finish } from '../tally.mjs';
import { issuer, loader } from './suite.mjs';

const [web, work] = process.argv.slice(2);
const LENGTH = 131_072;
const listed = `${dirname(attesto)}/examples/listed`;
const badge = `${people(`${web}/out`)[0].folder}/badge.json`;
const { id: certificate } = json(badge).credentialSubject.achievement;

/** A fifth of all indices, by a sequence that repeats only after all of them; 0 is set, the last is not. */
const set = new Set();
for (let index = 0, n = 0; n < LENGTH / 5; n += 1, index = (index * 1_664_525 + 1_013_904_223) % LENGTH) set.add(index);
set.add(0).delete(LENGTH - 1);
const clear = [...Array(LENGTH).keys()].filter(index => !set.has(index));
const some = [0, [...set][100], [...set].at(-1), LENGTH - 1, clear[0], clear[1000]];

const keep = (path, text) => (mkdirSync(dirname(path), { recursive: true }), writeFileSync(path, text));
keep(`${work}/set.txt`, [...set].join('\n'));
const now = `${new Date(Date.now() - 60_000).toISOString().slice(0, 19)}Z`;
execFileSync(listed, ['make', badge, work, now, `${work}/set.txt`, ...some.map(String)]);
const ours = json(`${work}/public/status/1/revocation.json`);

/** What the library makes of a badge, with the list that is served to it. */
async function checked(credential, list) {
  const suite = new DataIntegrityProof({ cryptosuite });
  const base = loader();
  const documentLoader = url =>
    url === list.id ? { contextUrl: null, documentUrl: url, document: structuredClone(list) } : base(url);
  return vc.verifyCredential({ credential, suite, documentLoader, checkStatus });
}

await check('the library reads each of the 131 072 bits of our list as we set it', async () => {
  const list = await decodeList({ encodedList: ours.credentialSubject.encodedList });
  same('length', list.length, LENGTH);
  for (let index = 0; index < LENGTH; index += 1) same(`bit ${index}`, list.getStatus(index), set.has(index));
});

for (const index of some) {
  await check(`the library finds the badge at ${index} ${set.has(index) ? 'revoked' : 'good'}`, async () => {
    const found = await checked(json(`${work}/badge-${index}.json`), ours);
    if (!found.verified) throw new Error(`it rejects it: ${found.error?.errors?.[0]?.message ?? found.statusResult?.error}`);
    same('results', found.statusResult.results.length, 1);
    same('status', found.statusResult.results[0].status, set.has(index));
  });
}

await check('the library rejects our list with an end that is not the one we sealed', async () => {
  const found = await checked(json(`${work}/badge-${some[0]}.json`), { ...ours, validUntil: '2099-01-01T00:00:00Z' });
  same('verified', found.verified, false);
});

const { did, issue } = await issuer();
const trust = `${work}/trust.toml`;
const trusted = id => `[[issuer]]\nid = "${id}"\nname = "Outside"\ncertificates = ["${certificate}"]\n`;
writeFileSync(trust, `format = 1\nname = "Outside"\n\n${trusted(did)}\n${trusted(ours.issuer)}`);

/** What we find of the status of a badge, by a folder of material and nothing else. */
function found(file, material) {
  const [report] = verify([file], '--trust', trust, '--material', material, '--offline');
  const { code } = report.checks.find(({ check }) => check === 'status');
  return `${report.verdict} ${code}`;
}

const expected = index => (set.has(index) ? 'not-valid status.revoked' : 'valid status.good');

for (const index of some) {
  await check(`we find our badge at ${index} ${expected(index)}`, () =>
    same('found', found(`${work}/badge-${index}.json`, `${work}/public`), expected(index)));
}

const theirs = await createList({ length: LENGTH });
for (const index of set) theirs.setStatus(index, true);

await check('we read each of the 131 072 bits of a list of the library as it set it', async () => {
  keep(`${work}/encoded.txt`, await theirs.encode());
  const { length, set: read } = JSON.parse(execFileSync(listed, ['read', `${work}/encoded.txt`], { maxBuffer: 1 << 24 }));
  same('length', length, LENGTH);
  same('set', read.join(), [...set].sort((one, other) => one - other).join());
});

const id = 'https://outside.example/status/1.json';
const list = await issue({ ...(await createCredential({ id, list: theirs, statusPurpose: 'revocation' })), issuer: did });
keep(`${work}/theirs/status/1.json`, JSON.stringify(list));

for (const index of some) {
  await check(`we find the library's badge at ${index} ${expected(index)} by its own list`, async () => {
    const { proof, ...unsecured } = json(badge);
    const credentialStatus = [{
      id: `${id}#${index}`, type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: String(index), statusListCredential: id,
    }];
    const file = `${work}/theirs-${index}.json`;
    writeFileSync(file, JSON.stringify(await issue({ ...unsecured, issuer: { ...unsecured.issuer, id: did }, credentialStatus: credentialStatus[0] })));
    same('found', found(file, `${work}/theirs`), expected(index));
  });
}
finish();
