// zbarimg reads the printed codes, and finds exactly the links that the register recorded.
// Both pictures of each code: the PNG as it is, and the SVG as librsvg draws it.
import { attesto, json, people, printed, same } from '../demo.mjs';
import { check, finish } from '../tally.mjs';

const [demo, work] = process.argv.slice(2);
const sheets = new Set(printed('ls', `${demo}/sheets`).split('\n').map(name => name.split('.')[0]).filter(Boolean));
const issue = sheet => JSON.parse(printed(attesto, '--home', demo, '--json', 'issue', sheet, '--officer', 'issuer-1', '--out', `${work}/again`));
const again = [...sheets].map(issue);
const recorded = new Map(again.flatMap(({ credentials }) => credentials).map(({ number, link }) => [number, link]));

const read = picture => printed('zbarimg', '--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', picture).replace(/\n$/, '');

await check('nothing was issued again to learn the links', () => again.forEach(({ issued }) => same('issued', issued, 0)));
// One certification was renewed: its number stands on no sheet, so `issue` does not print the link again.
const printedAgain = people(`${demo}/out`).filter(({ number }) => recorded.has(number));
await check('every badge has a recorded link', () => same('links', recorded.size, printedAgain.length));
await check('only the renewed one stands on no sheet', () => same('others', people(`${demo}/out`).length - recorded.size, 1));
await check('no two links are the same', () => same('links', new Set(recorded.values()).size, recorded.size));
for (const { number, folder } of printedAgain) {
  await check(`zbarimg reads link.png of ${number}`, () => same('link', read(`${folder}/link.png`), recorded.get(number)));
  await check(`zbarimg reads link.svg of ${number}`, () => {
    const picture = `${work}/${number}.png`;
    printed('rsvg-convert', '--width', '500', '--background-color', 'white', '--output', picture, `${folder}/link.svg`);
    same('link', read(picture), recorded.get(number));
  });
}
finish();
