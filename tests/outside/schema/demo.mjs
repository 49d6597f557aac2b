// The official JSON Schema of Open Badges 3.0 by ajv (draft 2019-09), on every badge that was issued and on spoilt ones.
// The product uses another implementation; the schema file is the same, `contexts/schemas`.
import Ajv from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';

import { json, people, root } from '../demo.mjs';
import { check, finish } from '../tally.mjs';

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
const conforms = ajv.compile(json(`${root}contexts/schemas/ob_v3p0_achievementcredential_schema.json`));

const outs = process.argv.slice(2).filter(word => !word.startsWith('--'));
for (const out of outs) {
  for (const { number, folder } of people(out)) {
    await check(`${out}: ${number} conforms to the schema`, () => {
      if (!conforms(json(`${folder}/badge.json`))) throw new Error(ajv.errorsText(conforms.errors));
    });
  }
}

const badge = json(`${people(outs[0])[0].folder}/badge.json`);
const spoilt = {
  'no criteria': () => delete badge.credentialSubject.achievement.criteria,
  'an image as text': () => (badge.image = 'https://body.example/badge.png'),
  'a date without an offset': () => (badge.validFrom = '2026-01-01T00:00:00'),
};
for (const [what, spoil] of Object.entries(spoilt)) {
  const whole = structuredClone(badge);
  spoil();
  await check(`the schema refuses ${what}`, () => {
    if (conforms(badge)) throw new Error('it conforms');
  });
  for (const key of Object.keys(badge)) delete badge[key];
  Object.assign(badge, whole);
}
finish();
