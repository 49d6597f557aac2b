// Our canonical form of each badge of the demo against the bytes that jsonld.js and rdf-canonize make of it.
// Signatures are not looked at here; `vc` does that.
import { json, ourCanonical, people, same } from '../demo.mjs';
import { check, finish } from '../tally.mjs';
import { canonical } from './canonical.mjs';

const files = people(`${process.argv[2]}/out`).map(({ folder }) => `${folder}/badge.json`);
const ours = ourCanonical(files);
for (const file of files) {
  await check(`canonical form of ${file}`, async () => {
    const { proof, ...unsecured } = json(file);
    same('bytes', ours[file], await canonical(unsecured));
    if (!proof) throw new Error('it has no proof');
  });
}
finish();
