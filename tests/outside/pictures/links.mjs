// zbarimg reads the printed codes, and finds exactly the links that the register recorded; a server verifies what it read.
// Both pictures of each code: the PNG as it is, and the SVG as librsvg draws it.
import { attesto, people, printed, same, verify } from '../demo.mjs';
import { check, finish } from '../tally.mjs';
import { serving } from '../web/server.mjs';

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

process.env.ATTESTO__SERVE__PER_MINUTE = '1000000';
const server = await serving(demo, '--trust', `${demo}/trust.toml`, '--offline');
/** The verdict of a server that is handed the text of a code, and whose it is. */
async function judged(link) {
  const headers = { 'Content-Type': 'text/plain', Accept: 'application/json' };
  const answer = await fetch(`${server.url}/verify`, { method: 'POST', headers, body: link });
  if (answer.status !== 200) throw new Error(`${answer.status} ${(await answer.text()).slice(0, 300)}`);
  const { verdict, subject } = await answer.json();
  return `${verdict} ${subject?.number}`;
}
const badges = people(`${demo}/out`).map(({ folder }) => `${folder}/badge.json`);
const reports = verify(badges, '--trust', `${demo}/trust.toml`, '--home', demo, '--offline');
// Shown with its successor a renewed badge is valid; by itself, as the server sees it, nobody can tell.
const alone = ({ verdict, checks }) => checks.some(({ code }) => code === 'status.replaced') ? 'cannot-tell' : verdict;
const expected = reports.map(alone);
await check('all are valid but one that was withdrawn and one that was renewed', () =>
  same('others', expected.filter(verdict => verdict !== 'valid').sort().join(), 'cannot-tell,not-valid'));
for (const [place, { number, folder }] of people(`${demo}/out`).entries()) {
  await check(`the link of ${number}, as zbarimg reads it, is judged by the server`, async () =>
    same('verdict', await judged(read(`${folder}/link.png`)), `${expected[place]} ${number}`));
}
server.stop();

for (const { number, folder } of printedAgain) {
  await check(`zbarimg reads link.png of ${number}`, () => same('link', read(`${folder}/link.png`), recorded.get(number)));
  await check(`zbarimg reads link.svg of ${number}`, () => {
    const picture = `${work}/${number}.png`;
    printed('rsvg-convert', '--width', '500', '--background-color', 'white', '--output', picture, `${folder}/link.svg`);
    same('link', read(picture), recorded.get(number));
  });
}
finish();
