// npm `jose` verifies the raw signature of a European seal, and rejects it when a character of the payload is changed.
import { readFileSync } from 'node:fs';
import { generalVerify, importX509 } from 'jose';
import { check, finish } from '../tally.mjs';

const file = process.argv[2];
const document = JSON.parse(readFileSync(file, 'utf8'));
const header = JSON.parse(Buffer.from(document.signatures[0].protected, 'base64url'));
const key = await importX509(`-----BEGIN CERTIFICATE-----\n${header.x5c[0]}\n-----END CERTIFICATE-----`, header.alg);
const verified = sealed => generalVerify(sealed, key, { crit: { sigT: true } });

await check(`jose: ${file.split('/').pop()} is verified by ${header.alg}`, async () => {
  const { payload } = await verified(document);
  if (Buffer.from(payload).toString('utf8') !== document.payload) throw new Error('another payload was verified');
});
await check(`jose: ${file.split('/').pop()} is rejected with one character changed`, async () => {
  const changed = { ...document, payload: document.payload.replace('a', 'b') };
  const held = await verified(changed).then(() => true, () => false);
  if (held) throw new Error('a changed payload is verified');
});
finish();
