// Holds the committed canonical forms and refusals against jsonld.js and rdf-canonize themselves.
// `--write` makes the expected N-Quads and the libraries' column of faults.csv anew; the other columns are ours to write.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { check, finish } from '../tally.mjs';
import { canonical, view } from './canonical.mjs';

const write = process.argv.includes('--write');
const vectors = fileURLToPath(new URL('../../vectors/', import.meta.url));
const read = path => readFileSync(vectors + path, 'utf8');
const names = folder => readdirSync(vectors + folder).filter(file => file.endsWith('.json')).map(file => file.slice(0, -5)).sort();

// rdf-canonize sorts by UTF-16 code units where RDFC-1.0 section 4.4.3 asks for code points. The two orders part only
// where one text has a character above U+FFFF and another one from U+E000 to U+FFFF at the same place.
const sortedOtherwise = new Set(['lines-that-sort-by-code-point']);
const byCodePoint = text => text.split(/(?<=\n)/).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).join('');

for (const name of names('canon-shapes')) {
  await check(`canonical form of ${name}`, async () => {
    const found = await canonical(JSON.parse(read(`canon-shapes/${name}.json`)), 2);
    if (sortedOtherwise.has(name) === (found === byCodePoint(found))) throw new Error('sorted otherwise than is said of it');
    if (write) writeFileSync(`${vectors}canon-shapes/${name}.nq`, byCodePoint(found));
    if (byCodePoint(found) !== read(`canon-shapes/${name}.nq`)) throw new Error('the library makes other bytes');
  });
}

const rows = read('canon-refused/faults.csv').trimEnd().split('\n').map(line => line.split(','));
for (const row of rows.slice(1)) {
  const [name, , , expected] = row;
  await check(`the library's view of ${name}`, async () => {
    row[3] = await view(JSON.parse(read(`canon-refused/${name}.json`)));
    if (!write && row[3] !== expected) throw new Error(`it ${row[3]}, and it is said that it ${expected}`);
  });
}
if (write) writeFileSync(`${vectors}canon-refused/faults.csv`, rows.map(row => row.join(',')).join('\n') + '\n');

finish();
