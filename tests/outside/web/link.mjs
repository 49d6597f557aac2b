// The page behind a link (`c/LINK`): one phone screen in four languages whatever the issuer says of the copy, desktop,
// keyboard only, 200 %, no script. Suspends and lifts one certification of the demo, as its officer would.
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';

import { attesto, printed, same } from '../demo.mjs';
import { check } from '../tally.mjs';
import { heading, height, opened, overflows, reach, sizes, violations } from './browser.mjs';

const words = {
  en: ['in force', 'suspended', 'withdrawn', 'replaced', 'Withdrawn by its holder', 'This link is not known'],
  el: ['σε ισχύ', 'σε αναστολή', 'ανακλήθηκε', 'αντικαταστάθηκε', 'Αποσύρθηκε από τον κάτοχό του', 'Ο σύνδεσμος δεν είναι γνωστός'],
  it: ['in vigore', 'sospesa', 'revocata', 'sostituita', 'Ritirato dal titolare', 'Questo link non è noto'],
  ro: ['în vigoare', 'suspendată', 'retrasă', 'înlocuită', 'Retrasă de titular', 'Această legătură nu este cunoscută'],
};
const [IN_FORCE, SUSPENDED, WITHDRAWN, REPLACED, LINK_WITHDRAWN, LINK_UNKNOWN] = words.en.keys();
/** Links that nobody was given; the mark of the first is what withdrawing one leaves. */
const [GONE, UNKNOWN] = ['withdrawnwithdrawnwith', 'unknownunknownunknownu'];

/** The links of the demo by the word that their pages say in English, the longest page first. */
async function standing(base, folder) {
  const links = readdirSync(folder).filter(name => name.endsWith('.json')).map(name => name.slice(0, -'.json'.length));
  const found = [];
  for (const name of links) {
    const page = await (await fetch(`${base}/${name}`, { headers: { Accept: 'text/html' } })).text();
    found.push({ name, word: /<h1 id="answer">(.*?)<\/h1>/.exec(page)?.[1], length: page.length });
  }
  found.sort((one, other) => other.length - one.length);
  return word => found.filter(one => one.word === word).map(one => one.name);
}

/** What a page must be, whatever it says. */
async function sound(page, tongue, kind, size, pictures) {
  same('heading', await heading(page), words[tongue][kind]);
  same('language', await page.getAttribute('html', 'lang'), tongue);
  same('violations', await violations(page), '');
  same('wider than the screen', await overflows(page), false);
  same('console and requests elsewhere', page.said.join('; '), '');
  await page.screenshot({ path: `${pictures}/link-${kind}-${tongue}-${size}.png`, fullPage: true });
}

/** A page at one size in one language. */
async function seen({ browser, pictures }, url, kind, tongue, size) {
  await check(`a link: ${words[tongue][kind]} on a ${size}`, async () => {
    const page = await opened(browser, url, tongue, { viewport: sizes[size] });
    await sound(page, tongue, kind, size, pictures);
    const high = await height(page);
    if (size === 'phone' && high > sizes.phone.height) throw new Error(`${high} pixels are more than one screen`);
    await page.context().close();
  });
}

/** All checks that leave the register alone. */
export async function link(stage) {
  const { browser, server, demo, pictures } = stage;
  const base = `${server.url}/demo-body/c`;
  const mark = `${demo}/public/c/${GONE}.withdrawn`;
  writeFileSync(mark, '');
  const of = await standing(base, `${demo}/public/c`);
  const [good] = of(words.en[IN_FORCE]);
  const shown = [good, undefined, of(words.en[WITHDRAWN])[0], of(words.en[REPLACED])[0], GONE, UNKNOWN];
  await Promise.all(Object.keys(words).map(async tongue => {
    for (const kind of [IN_FORCE, WITHDRAWN, REPLACED, LINK_WITHDRAWN, LINK_UNKNOWN]) {
      await seen(stage, `${base}/${shown[kind]}`, kind, tongue, 'phone');
    }
    await seen(stage, `${base}/${good}`, IN_FORCE, tongue, 'desktop');
  }));
  rmSync(mark);

  await check('titles and competences are marked as in the language of the credential', async () => {
    const page = await opened(browser, `${base}/${good}`, 'ro');
    const language = JSON.parse(readFileSync(`${demo}/public/c/${good}.json`, 'utf8')).credentialSubject.achievement.inLanguage;
    same('title', await page.getAttribute('.what', 'lang'), language);
    same('competences', await page.getAttribute('.competences', 'lang'), language);
    await page.context().close();
  });

  await check('by the keyboard alone the competences are unfolded', async () => {
    const page = await opened(browser, `${base}/${good}`, 'en', { viewport: sizes.phone });
    same('folded', await page.isVisible('.competences'), false);
    await reach(page, 'summary', 10);
    same('what has the focus is seen', await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'solid');
    await page.keyboard.press('Enter');
    same('unfolded', await page.isVisible('.competences'), true);
    same('violations', await violations(page), '');
    await page.screenshot({ path: `${pictures}/link-unfolded.png`, fullPage: true });
    await reach(page, 'a[download]', 10);
    await page.context().close();
  });

  await check('without scripts all of it is there', async () => {
    const page = await opened(browser, `${base}/${good}`, 'it', { javaScriptEnabled: false, viewport: sizes.phone });
    same('heading', await heading(page), words.it[IN_FORCE]);
    await page.click('summary');
    same('unfolded', await page.isVisible('.competences'), true);
    await page.click('a[hreflang=el]');
    same('heading', await heading(page), words.el[IN_FORCE]);
    await page.context().close();
  });

  await check('a link at 200 %: nothing is cut off', async () => {
    const page = await opened(browser, `${base}/${good}`, 'el', { viewport: { width: 320, height: 450 }, deviceScaleFactor: 2 });
    await page.click('summary');
    same('wider than the screen', await overflows(page), false);
    await page.context().close();
  });

  await check('what is not there is told by a page in the language of whoever asks', async () => {
    const page = await opened(browser, `${server.url}/demo-body/nothing`, 'el', { viewport: sizes.phone });
    same('heading', await heading(page), 'Τίποτα δεν είναι δημοσιευμένο σε αυτή τη διεύθυνση.');
    same('violations', await violations(page), '');
    same('console and requests elsewhere', page.said.join('; '), '');
    await page.screenshot({ path: `${pictures}/nothing-el-phone.png`, fullPage: true });
    await page.context().close();
  });
  return good;
}

/** The page while its certification is suspended; when it is lifted the page says so again. */
export async function suspended(stage, name) {
  const { server, demo } = stage;
  const url = `${server.url}/demo-body/c/${name}`;
  const number = JSON.parse(readFileSync(`${demo}/public/c/${name}.json`, 'utf8')).credentialSubject.licenseNumber;
  const act = (...verb) => printed(attesto, '--home', demo, 'status', ...verb, '--officer', 'decider-1',
    '--passphrase-file', `${demo}/secrets/decider-1.txt`);
  act('suspend', number, '--cause', 'complaint');
  await Promise.all(Object.keys(words).map(tongue => seen(stage, url, SUSPENDED, tongue, 'phone')));
  act('lift', number, '--cause', 'cleared');
  await seen(stage, url, IN_FORCE, 'en', 'phone');
}
