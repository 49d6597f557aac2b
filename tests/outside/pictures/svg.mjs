// xmllint reads the SVG pictures: well-formed, the credential first, in its namespace, in CDATA, equal to badge.json.
// rsvg-convert draws each one, because a file that no viewer shows is no badge picture.
import { people, printed, same, text } from '../demo.mjs';
import { check, finish } from '../tally.mjs';

const [demo, work] = process.argv.slice(2);
const xpath = (file, path) => printed('xmllint', '--nonet', '--xpath', path, file).replace(/\n$/, '');

for (const { number, folder } of people(`${demo}/out`)) {
  await check(`badge.svg of ${number}`, () => {
    const file = `${folder}/badge.svg`;
    printed('xmllint', '--nonet', '--noout', file);
    same('root', xpath(file, 'concat(namespace-uri(/*), " ", local-name(/*))'), 'http://www.w3.org/2000/svg svg');
    const first = 'concat(namespace-uri(/*/node()[1]), " ", local-name(/*/node()[1]))';
    same('first child', xpath(file, first), 'https://purl.imsglobal.org/ob/v3p0 credential');
    same('credentials in it', xpath(file, 'count(//*[namespace-uri() = "https://purl.imsglobal.org/ob/v3p0"])'), '1');
    same('attribute verify', xpath(file, 'count(/*/*[1]/@verify)'), '0');
    same('text', xpath(file, 'string(/*/*[1])'), text(`${folder}/badge.json`));
    if (!/^<openbadges:credential[^>]*><!\[CDATA\[/.test(xpath(file, '/*/*[1]'))) throw new Error('the text is not in CDATA');
    printed('rsvg-convert', '--width', '400', '--output', `${work}/${number}.badge.png`, file);
  });
  await check(`link.svg of ${number}`, () => void printed('xmllint', '--nonet', '--noout', `${folder}/link.svg`));
}
finish();
