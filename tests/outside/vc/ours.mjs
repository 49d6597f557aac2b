// The library verifies badges that we issued, by did:key and by did:web, and rejects the tampered ones.
// What it accepts against our verdict is said here as well, so that a change of the library is noticed.
import { json, people, same, verify } from '../demo.mjs';
import { check, finish } from '../tally.mjs';
import { loader, verified } from './suite.mjs';

const [web, key] = process.argv.slice(2);
const listOf = body => json(`${body}/public/status/1/revocation.json`);
const webLoader = loader([json(`${web}/public/did.json`)], [listOf(web)]);
/** The one that the demo withdraws; the library says `verified` of it all the same, and the bit stands in the results. */
const withdrawn = 'SIM-2026-000002-2';

async function holds(credential, documentLoader) {
  const answer = await verified(credential, documentLoader);
  if (!answer.verified) throw new Error(`the library rejects it: ${answer.reason}`);
  return answer;
}

async function isRejected(credential, documentLoader) {
  const answer = await verified(credential, documentLoader);
  if (answer.verified) throw new Error('the library verifies it');
}

/** The badge with one value changed, wherever `change` finds it. */
function tampered(badge, change) {
  const copy = structuredClone(badge);
  if (change(copy) === false) throw new Error('the badge has nothing of this kind to change');
  return copy;
}

const changes = {
  'a mark': badge => {
    const result = badge.credentialSubject.result.find(({ value }) => /^\d+$/.test(value ?? ''));
    return result ? void (result.value = String(Number(result.value) + 1)) : false;
  },
  'an entry of a list': badge => {
    const described = badge.credentialSubject.achievement.resultDescription.find(({ allowedValue }) => allowedValue);
    return described ? void (described.allowedValue[0] = 'FORGED') : false;
  },
  'the order of a list': badge => {
    const described = badge.credentialSubject.achievement.resultDescription.find(({ allowedValue }) => allowedValue);
    return described ? void described.allowedValue.reverse() : false;
  },
  'the end': badge => void (badge.validUntil = '2099-01-01T00:00:00Z'),
  'the person': badge => void (badge.credentialSubject.identifier[0].identityHash = 'Nobody'),
};

for (const [name, out, documentLoader] of [['did:key', `${key}/out`, loader([], [listOf(key)])], ['did:web', `${web}/out`, webLoader]]) {
  const badges = people(out);
  for (const { number, folder } of badges) {
    await check(`${name}: the library verifies ${number}, and finds it withdrawn only if it is`, async () => {
      const { set } = await holds(json(`${folder}/badge.json`), documentLoader);
      same('set', set, name === 'did:web' && number === withdrawn);
    });
  }
  for (const [what, change] of Object.entries(changes)) {
    for (const { number, folder } of badges.slice(0, 5)) {
      await check(`${name}: the library rejects ${number} with ${what} changed`, () =>
        isRejected(tampered(json(`${folder}/badge.json`), change), documentLoader));
    }
  }
}

for (const forgery of ['another-key', 'another-proof', 'changed-list', 'changed-mark']) {
  await check(`the library rejects the demo's forgery ${forgery}`, () =>
    isRejected(json(`${web}/forged/${forgery}.json`), webLoader));
}
await check('a renamed validUntil passes the library and not us', async () => {
  await holds(json(`${web}/forged/renamed-until.json`), webLoader);
  const [report] = verify([`${web}/forged/renamed-until.json`], '--trust', `${web}/trust.toml`);
  if (report.verdict !== 'not-valid') throw new Error(`we say ${report.verdict}`);
});
finish();
