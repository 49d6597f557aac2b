// The JSON-LD contexts of this repository for clients that we did not write, and nothing else.
// Fetches nothing: a URL that is not pinned is an error, as it is in the product.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** URL and file of every pinned context, read from the product's own table so that there is only one. */
const table = readFileSync(`${root}crates/securing/src/canon/contexts.rs`, 'utf8');
export const pinned = new Map(
  [...table.matchAll(/"(https:[^"]+)" => "([^"]+\.json)"/g)].map(([, url, file]) => [
    url,
    JSON.parse(readFileSync(`${root}contexts/${file}`, 'utf8')),
  ]),
);
if (pinned.size < 9) throw new Error(`only ${pinned.size} pinned contexts found in contexts.rs; the table has another form now`);

/** A document loader for jsonld.js that knows the pinned contexts. */
export async function documentLoader(url) {
  const document = pinned.get(url);
  if (!document) throw new Error(`${url} is not pinned`);
  return { contextUrl: null, documentUrl: url, document };
}
