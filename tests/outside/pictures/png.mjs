// An independent reader of PNG finds the badge in its picture: one iTXt chunk as Open Badges asks, and a picture that decodes.
// Chunks and their sums by png-chunks-extract, pixels by pngjs; only the fields of iTXt are taken apart here.
import { readFileSync } from 'node:fs';

import extract from 'png-chunks-extract';
import { PNG } from 'pngjs';

import { people, same, text } from '../demo.mjs';
import { check, finish } from '../tally.mjs';

/** The fields of an iTXt chunk (PNG, third edition, section 11.3.3.4). */
function international(chunk) {
  const bytes = Buffer.from(chunk.data);
  const keywordEnd = bytes.indexOf(0);
  const languageEnd = bytes.indexOf(0, keywordEnd + 3);
  const translatedEnd = bytes.indexOf(0, languageEnd + 1);
  return {
    keyword: bytes.toString('latin1', 0, keywordEnd),
    compression: bytes[keywordEnd + 1],
    language: bytes.toString('latin1', keywordEnd + 3, languageEnd),
    translated: bytes.toString('utf8', languageEnd + 1, translatedEnd),
    text: new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(translatedEnd + 1)),
  };
}

for (const { number, folder } of people(`${process.argv[2]}/out`)) {
  await check(`badge.png of ${number}`, () => {
    const bytes = readFileSync(`${folder}/badge.png`);
    const chunks = extract(bytes);
    const texts = chunks.filter(({ name }) => ['iTXt', 'tEXt', 'zTXt'].includes(name));
    same('text chunks', texts.map(({ name }) => name).join(), 'iTXt');
    const found = international(texts[0]);
    same('keyword', found.keyword, 'openbadgecredential');
    same('compression', found.compression, 0);
    same('language and translated keyword', found.language + found.translated, '');
    same('text', found.text, text(`${folder}/badge.json`));
    const picture = PNG.sync.read(bytes, { checkCRC: true });
    const shades = new Set(picture.data.filter((_, place) => place % 4 === 0));
    if (picture.width < 300 || picture.height < 300 || shades.size < 16) throw new Error('the picture shows nothing');
  });
}
finish();
