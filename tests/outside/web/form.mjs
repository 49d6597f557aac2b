// The page of `verify`: form and verdicts at phone and desktop width in four languages, keyboard only, 200 %, no script.
// It judges no credential; what it sees must be what `attesto verify` says.
import { readFileSync, readdirSync } from 'node:fs';

import { people, same } from '../demo.mjs';
import { check } from '../tally.mjs';
import { opened, overflows, reach, sizes, violations } from './browser.mjs';

const words = {
  en: ['VALID', 'NOT VALID', 'CANNOT TELL'],
  el: ['ΙΣΧΥΕΙ', 'ΔΕΝ ΙΣΧΥΕΙ', 'ΔΕΝ ΜΠΟΡΕΙ ΝΑ ΚΡΙΘΕΙ'],
  it: ['VALIDO', 'NON VALIDO', 'NON SI PUÒ STABILIRE'],
  ro: ['VALABIL', 'NEVALABIL', 'NU SE POATE STABILI'],
};

/** Hands a credential in as a person would, and gives the heading of the answer. */
async function answered(page, handedIn) {
  if (handedIn.startsWith('{')) await page.fill('#text', handedIn);
  else await page.setInputFiles('#file', handedIn);
  await page.click('button[type=submit]');
  return (await page.textContent('h1')).trim();
}

/** All checks of the page, with a person whose badge is valid. */
export async function form({ browser, server, demo, pictures, valid }) {
  const verify = `${server.url}/verify`;
  const badge = readFileSync(`${valid.folder}/badge.json`, 'utf8');
  /** The same badge with one letter of its seal changed, and one that nobody vouches for. */
  const changed = badge.replace(/"proofValue":\s*"z(.)(.)/, (_, one, two) => `"proofValue":"z${two}${one}`);
  const [rehearsal] = people(`${demo}/rehearsal`);
  const files = [`${valid.folder}/badge.png`, changed, `${rehearsal.folder}/badge.json`];

  await Promise.all(Object.entries(words).map(async ([tongue, verdicts]) => {
    for (const [size, viewport] of Object.entries(sizes)) {
      await check(`the form in ${tongue} on a ${size}`, async () => {
        const page = await opened(browser, verify, tongue, { viewport });
        same('language', await page.getAttribute('html', 'lang'), tongue);
        same('violations', await violations(page), '');
        same('wider than the screen', await overflows(page), false);
        same('console and requests elsewhere', page.said.join('; '), '');
        await page.screenshot({ path: `${pictures}/form-${tongue}-${size}.png`, fullPage: true });
        await page.context().close();
      });
      for (const [kind, verdict] of verdicts.entries()) {
        await check(`${verdict} on a ${size}`, async () => {
          const page = await opened(browser, verify, tongue, { viewport });
          same('verdict', await answered(page, files[kind]), verdict);
          same('violations', await violations(page), '');
          same('wider than the screen', await overflows(page), false);
          same('console and requests elsewhere', page.said.join('; '), '');
          await page.screenshot({ path: `${pictures}/verdict-${kind}-${tongue}-${size}.png`, fullPage: true });
          await page.context().close();
        });
      }
    }
  }));

  await check('without scripts the verdict is the same', async () => {
    const page = await opened(browser, verify, 'en', { javaScriptEnabled: false });
    same('verdict', await answered(page, files[0]), 'VALID');
    await page.context().close();
  });

  await check('with its body’s answer a European copy is judged, without scripts too', async () => {
    const [number] = readdirSync(`${demo}/statements`).map(name => name.replace(/\.jws$/, ''));
    for (const [answer, verdict] of [[null, 'CANNOT TELL'], [`${demo}/statements/${number}.jws`, 'VALID']]) {
      const page = await opened(browser, verify, 'en', { javaScriptEnabled: false });
      if (answer) await page.setInputFiles('#statement', answer);
      same('verdict', await answered(page, `${demo}/out/${number}/european.jsonld`), verdict);
      await page.context().close();
    }
  });

  await check('by the keyboard alone a text is handed in and judged', async () => {
    const page = await opened(browser, verify, 'en', {});
    await reach(page, '#text', 14);
    await page.keyboard.insertText(changed);
    await reach(page, '[type=submit]', 8);
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    same('what has the focus is seen', outline, 'solid');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    same('verdict', (await page.textContent('h1')).trim(), 'NOT VALID');
    await page.context().close();
  });

  await check('at 200 % nothing is cut off', async () => {
    const page = await opened(browser, verify, 'el', { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 });
    same('verdict', await answered(page, files[0]), 'ΙΣΧΥΕΙ');
    same('wider than the screen', await overflows(page), false);
    await page.context().close();
  });

  await check('a language is chosen by its link', async () => {
    const page = await opened(browser, verify, 'en', {});
    await page.click('a[hreflang=ro]');
    same('language', await page.getAttribute('html', 'lang'), 'ro');
    await page.context().close();
  });

  await check('what cannot be read is told in the language of whoever asks, and what to do', async () => {
    const page = await opened(browser, verify, 'ro', { viewport: sizes.phone });
    same('heading', await answered(page, '{'), 'În ceea ce s-a predat nu s-a putut citi nicio acreditare.');
    same('violations', await violations(page), '');
    same('wider than the screen', await overflows(page), false);
    await page.screenshot({ path: `${pictures}/problem-ro-phone.png`, fullPage: true });
    await page.context().close();
  });

  await check('what a credential says is text, whatever it says', async () => {
    const page = await opened(browser, verify, 'en', {});
    page.on('dialog', dialog => { page.said.push(dialog.message()); void dialog.dismiss(); });
    await page.fill('#name', '<img src=x onerror=alert(1)><script>alert(2)</script>');
    same('verdict', await answered(page, files[0]), 'NOT VALID');
    same('console, dialogs and requests elsewhere', page.said.join('; '), '');
    await page.context().close();
  });
}
