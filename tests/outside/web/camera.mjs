// The camera path of the page of `verify`: Chromium's camera shows a film of a printed link of the demo, the page scans it
// and comes to the verdict. No person's face, no sound; the film is made here, byte by byte.
import { readFileSync, writeFileSync } from 'node:fs';

import { PNG } from 'pngjs';

import { printed, same } from '../demo.mjs';
import { check } from '../tally.mjs';
import { heading, opened, reach, sizes, violations } from './browser.mjs';

const WIDTH = 640;
const HEIGHT = 480;
const CODE = 300;
/** How light the table is on which the paper lies. */
const TABLE = 150;

/** A film (YUV4MPEG2) in which the code of a badge lies still on a table, as librsvg draws it; its absolute path. */
export function film(folder, work) {
  const [picture, path] = [`${work}/code.png`, `${work}/code.y4m`];
  printed('rsvg-convert', '--width', String(CODE), '--height', String(CODE), '--background-color', 'white', '--output', picture, `${folder}/link.svg`);
  const code = PNG.sync.read(readFileSync(picture));
  const light = Buffer.alloc(WIDTH * HEIGHT, TABLE);
  const [left, top] = [(WIDTH - code.width) >> 1, (HEIGHT - code.height) >> 1];
  for (let row = 0; row < code.height; row += 1) {
    for (let column = 0; column < code.width; column += 1) {
      light[(top + row) * WIDTH + left + column] = 16 + Math.round(code.data[4 * (row * code.width + column)] * 219 / 255);
    }
  }
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, Buffer.alloc(WIDTH * HEIGHT / 2, 128)]);
  writeFileSync(path, Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`), frame, frame]));
  return path;
}

const said = page => page.textContent('#scan [role=status]');

/** All checks of scanning. */
export async function camera({ browser, server, pictures }) {
  const verify = `${server.url}/verify`;
  const allowed = { permissions: ['camera'] };

  await check('a printed link is scanned and the page comes to its verdict', async () => {
    const page = await opened(browser, verify, 'en', { ...allowed, viewport: sizes.phone });
    const asked = [];
    page.on('request', request => { if (request.method() === 'POST') asked.push(request.headers()['content-type']); });
    await page.click('#scan button');
    await page.waitForSelector('#verdict', { timeout: 30_000 });
    same('verdict', await heading(page), 'VALID');
    same('pictures were sent first', asked[0], 'image/jpeg');
    same('then the form', asked.at(-1).split(';')[0], 'multipart/form-data');
    same('console and requests elsewhere', page.said.join('; '), '');
    await page.screenshot({ path: `${pictures}/scanned-en-phone.png`, fullPage: true });
    await page.context().close();
  });

  await check('by the keyboard alone the camera goes on and off, and whoever listens is told', async () => {
    const page = await opened(browser, verify, 'it', allowed);
    // No picture comes through, so that it goes on looking.
    await page.route('**/verify', route => route.request().method() === 'POST' ? undefined : route.continue());
    await reach(page, '#scan button', 10);
    await page.keyboard.press('Enter');
    await page.waitForSelector('#scan video:not([hidden])');
    same('told', await said(page), 'La fotocamera è accesa. Tenere il codice davanti, intero e fermo.');
    same('violations', await violations(page), '');
    await page.screenshot({ path: `${pictures}/scanning-it.png`, fullPage: true });
    await page.keyboard.press('Escape');
    same('told', await said(page), 'La fotocamera è spenta.');
    same('the picture is gone', await page.isVisible('#scan video'), false);
    same('the camera is let go', await page.evaluate(() => document.querySelector('#scan video').srcObject), null);
    await page.keyboard.press('Enter');
    await page.waitForSelector('#scan video:not([hidden])');
    await page.keyboard.press('Enter');
    same('told', await said(page), 'La fotocamera è spenta.');
    await page.context().close();
  });

  await check('a camera that is refused is told, and the form is there', async () => {
    const page = await opened(browser, verify, 'ro', { permissions: [] });
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    await page.click('#scan button');
    await page.waitForFunction(() => document.querySelector('#scan [role=status]').textContent !== '');
    same('told', await said(page), 'Browserul nu a permis camera. Permiteți-o în setările lui sau dați o fotografie.');
    await page.context().close();
  });

  await check('a server that does not answer turns the camera off', async () => {
    const page = await opened(browser, verify, 'el', allowed);
    await page.route('**/verify', route => route.request().method() === 'POST' ? route.abort() : route.continue());
    await page.click('#scan button');
    await page.waitForSelector('#scan video[hidden]', { state: 'attached' });
    await page.waitForFunction(() => document.querySelector('#scan [role=status]').textContent.startsWith('Ο διακομιστής'));
    same('verdict', await page.locator('#verdict').count(), 0);
    await page.context().close();
  });

  await check('where no script runs nothing offers a camera', async () => {
    const page = await opened(browser, verify, 'en', { javaScriptEnabled: false });
    same('seen', await page.isVisible('#scan'), false);
    await page.context().close();
  });
}
