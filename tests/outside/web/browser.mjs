// Chromium at a server of ours, for the scripts beside: pages that note whatever they say, axe, widths and heights.
// Judges nothing itself.
import axe from 'axe-core';
import { chromium } from 'playwright-core';

export const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };

/** One browser for all tabs; its only camera shows a film. */
export const launched = film => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`],
});

/** A page that notes whatever it says to its console, and whatever it asks for elsewhere; 404 and 410 are no news. */
export async function opened(browser, url, tongue, options = {}) {
  const context = await browser.newContext({ locale: tongue, ...options });
  const page = await context.newPage();
  page.said = [];
  page.on('console', message => {
    if (!/status of 4(04|10) /.test(message.text())) page.said.push(message.text());
  });
  page.on('pageerror', error => page.said.push(String(error)));
  page.on('request', request => { if (!request.url().startsWith(new URL(url).origin)) page.said.push(request.url()); });
  await page.goto(url);
  return page;
}

/** What axe finds against WCAG 2.2 A and AA; `evaluate` is not held back by the page's own policy. */
export async function violations(page) {
  await page.evaluate(axe.source);
  const found = await page.evaluate(() =>
    globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  return found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.target).join(' ')}`).join('; ');
}

export const overflows = page => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** How high the whole page is. */
export const height = page => page.evaluate(() => document.documentElement.scrollHeight);

export const heading = async page => (await page.textContent('h1')).trim();

/** Presses a key until what has the focus is sought; fails after so many. */
export async function reach(page, sought, most) {
  for (let steps = 0; steps < most; steps += 1) {
    if (await page.evaluate(selector => document.activeElement.matches(selector), sought)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${sought}`);
}
