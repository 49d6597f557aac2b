// We verify badges that the library issued: VALID with a trust list, NOT VALID when tampered.
// The badges are those of the demo under the library's own key, and every committed shape that is a badge.
import { readdirSync, writeFileSync } from 'node:fs';

import { json, people, root, same, verify } from '../demo.mjs';
import { check, finish } from '../tally.mjs';
import { issuer } from './suite.mjs';

const [web, work] = process.argv.slice(2);
const { did, issue } = await issuer();
const trust = `${work}/trust.toml`;
const { id: certificate } = json(`${people(`${web}/out`)[0].folder}/badge.json`).credentialSubject.achievement;
writeFileSync(trust, `format = 1\nname = "The library's own issuer"\n\n[[issuer]]\nid = "${did}"\nname = "Outside"\ncertificates = ["${certificate}"]\n`);

function judged(name, credential) {
  const file = `${work}/${name}.json`;
  writeFileSync(file, JSON.stringify(credential));
  const [report] = verify([file], '--trust', trust);
  return { verdict: report.verdict, codes: report.checks.map(({ code }) => code) };
}

for (const { number, folder } of people(`${web}/out`)) {
  await check(`we find ${number} VALID as the library issued it`, async () => {
    // Our list says nothing of what another issues.
    const { proof, credentialStatus, ...badge } = json(`${folder}/badge.json`);
    const issued = await issue({ ...badge, issuer: { ...badge.issuer, id: did } });
    const found = judged(number, issued);
    same('verdict', `${found.verdict} ${found.codes}`.slice(0, 5), 'valid');

    const subject = issued.credentialSubject;
    subject.result.find(({ value }) => value).value += '0';
    same('tampered', judged(number, issued).codes.find(code => code.startsWith('proof.')), 'proof.signature');
  });
}

// Shapes that are not both issued there and read as badges here, each with the reason. A new shape is in unless it is named.
const out = {
  'learner-record': 'another data model, which is not judged here',
  'lines-that-sort-by-code-point': 'the library signs lines sorted by UTF-16; see jsonld/shapes.mjs',
  'lists-that-are-equal-on-nodes-without-id': 'a result description needs an id',
  'members-that-are-null': 'the library issues no evidence that is null',
  'numbers-where-dates-are-due': 'the library issues no date that is a number',
  'pairs-alike-two-deep': 'the library canonizes it only with a higher limit',
  'rubric-without-ids': 'a level needs an id',
  'several-subjects': 'a badge has one subject',
};
const shapes = `${root}tests/vectors/canon-shapes/`;
const isBadge = ({ '@context': contexts, type }) => contexts.length > 1 && contexts[0].endsWith('/credentials/v2') && type?.includes?.('VerifiableCredential');
for (const file of readdirSync(shapes).filter(name => name.endsWith('.json'))) {
  const { proof, ...shape } = json(shapes + file);
  if (!isBadge(shape) || out[file.slice(0, -5)]) continue;
  await check(`we hold the seal of the library on ${file}`, async () => {
    const issued = await issue({ ...shape, issuer: typeof shape.issuer === 'string' ? did : { ...shape.issuer, id: did } });
    same('proof', judged(file, issued).codes.find(code => code.startsWith('proof.')), 'proof.holds');
  });
}
finish();
