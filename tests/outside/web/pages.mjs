// A browser at the page of `verify`: Chromium at phone and desktop width in four languages, axe, keyboard only, 200 % zoom, no script.
// It judges no credential; what it sees must be what `attesto verify` says.
import { readFileSync } from 'node:fs';

import axe from 'axe-core';
import { chromium } from 'playwright-core';

import { people, same, verify } from '../demo.mjs';
import { check, finish } from '../tally.mjs';
import { serving } from './server.mjs';

const [demo, pictures] = process.argv.slice(2);
const judged = ({ folder }) =>
  verify([`${folder}/badge.json`], '--trust', `${demo}/trust.toml`, '--home', demo, '--offline')[0].verdict;
const first = people(`${demo}/out`).find(one => judged(one) === 'valid');
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };
const words = {
  en: ['VALID', 'NOT VALID', 'CANNOT TELL'],
  el: ['ΙΣΧΥΕΙ', 'ΔΕΝ ΙΣΧΥΕΙ', 'ΔΕΝ ΜΠΟΡΕΙ ΝΑ ΚΡΙΘΕΙ'],
  it: ['VALIDO', 'NON VALIDO', 'NON SI PUÒ STABILIRE'],
  ro: ['VALABIL', 'NEVALABIL', 'NU SE POATE STABILI'],
};
const badge = readFileSync(`${first.folder}/badge.json`, 'utf8');
/** The same badge with one letter of its seal changed, and one that nobody vouches for. */
const changed = badge.replace(/"proofValue":\s*"z(.)(.)/, (_, one, two) => `"proofValue":"z${two}${one}`);
const [rehearsal] = people(`${demo}/rehearsal`);
const files = [`${first.folder}/badge.png`, changed, `${rehearsal.folder}/badge.json`];

const server = await serving(demo, '--trust', `${demo}/trust.toml`, '--offline');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});

/** A page that notes whatever it says to its console, and whatever it asks for elsewhere. */
async function opened(tongue, options) {
  const context = await browser.newContext({ locale: tongue, ...options });
  const page = await context.newPage();
  page.said = [];
  page.on('console', message => page.said.push(message.text()));
  page.on('pageerror', error => page.said.push(String(error)));
  page.on('request', request => { if (!request.url().startsWith(server.url)) page.said.push(request.url()); });
  await page.goto(`${server.url}/verify`);
  return page;
}

/** Hands a credential in as a person would, and gives the heading of the answer. */
async function answered(page, handedIn) {
  if (handedIn.startsWith('{')) await page.fill('#text', handedIn);
  else await page.setInputFiles('#file', handedIn);
  await page.click('button[type=submit]');
  return (await page.textContent('h1')).trim();
}

/** What axe finds against WCAG 2.2 A and AA; `evaluate` is not held back by the page's own policy. */
async function violations(page) {
  await page.evaluate(axe.source);
  const found = await page.evaluate(() =>
    globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  return found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.target).join(' ')}`);
}

const overflows = page => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

for (const [tongue, verdicts] of Object.entries(words)) {
  for (const [size, viewport] of Object.entries(sizes)) {
    await check(`the form in ${tongue} on a ${size}`, async () => {
      const page = await opened(tongue, { viewport });
      same('language', await page.getAttribute('html', 'lang'), tongue);
      same('violations', (await violations(page)).join('; '), '');
      same('wider than the screen', await overflows(page), false);
      same('console and requests elsewhere', page.said.join('; '), '');
      await page.screenshot({ path: `${pictures}/form-${tongue}-${size}.png`, fullPage: true });
      await page.context().close();
    });
    for (const [kind, verdict] of verdicts.entries()) {
      await check(`${verdict} on a ${size}`, async () => {
        const page = await opened(tongue, { viewport });
        same('verdict', await answered(page, files[kind]), verdict);
        same('violations', (await violations(page)).join('; '), '');
        same('wider than the screen', await overflows(page), false);
        same('console and requests elsewhere', page.said.join('; '), '');
        await page.screenshot({ path: `${pictures}/verdict-${kind}-${tongue}-${size}.png`, fullPage: true });
        await page.context().close();
      });
    }
  }
}

await check('without scripts the verdict is the same', async () => {
  const page = await opened('en', { javaScriptEnabled: false });
  same('verdict', await answered(page, files[0]), 'VALID');
  await page.context().close();
});

await check('by the keyboard alone a text is handed in and judged', async () => {
  const page = await opened('en', {});
  const at = () => page.evaluate(() => document.activeElement.id || document.activeElement.type);
  for (let steps = 0; steps < 12 && (await at()) !== 'text'; steps += 1) await page.keyboard.press('Tab');
  same('place', await at(), 'text');
  await page.keyboard.insertText(changed);
  for (let steps = 0; steps < 6 && (await at()) !== 'submit'; steps += 1) await page.keyboard.press('Tab');
  same('place', await at(), 'submit');
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  same('what has the focus is seen', outline, 'solid');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  same('verdict', (await page.textContent('h1')).trim(), 'NOT VALID');
  await page.context().close();
});

await check('at 200 % nothing is cut off', async () => {
  const page = await opened('el', { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 });
  same('verdict', await answered(page, files[0]), 'ΙΣΧΥΕΙ');
  same('wider than the screen', await overflows(page), false);
  await page.context().close();
});

await check('a language is chosen by its link', async () => {
  const page = await opened('en', {});
  await page.click('a[hreflang=ro]');
  same('language', await page.getAttribute('html', 'lang'), 'ro');
  await page.context().close();
});

await check('what a credential says is text, whatever it says', async () => {
  const page = await opened('en', {});
  page.on('dialog', dialog => { page.said.push(dialog.message()); void dialog.dismiss(); });
  await page.fill('#name', '<img src=x onerror=alert(1)><script>alert(2)</script>');
  same('verdict', await answered(page, files[0]), 'NOT VALID');
  same('console, dialogs and requests elsewhere', page.said.join('; '), '');
  await page.context().close();
});

await browser.close();
server.stop();
finish();
