// A browser at our pages: one Chromium, one server, tabs side by side.
// What each page must be stands in `form` (verify), `link` (behind a link) and `camera` (scanning).
import { people, verify } from '../demo.mjs';
import { finish } from '../tally.mjs';
import { launched } from './browser.mjs';
import { camera, film } from './camera.mjs';
import { form } from './form.mjs';
import { link, suspended } from './link.mjs';
import { serving } from './server.mjs';

const [demo, pictures] = process.argv.slice(2);
process.env.ATTESTO__SERVE__PER_MINUTE = '1000000';
const all = people(`${demo}/out`);
const reports = verify(all.map(({ folder }) => `${folder}/badge.json`), '--trust', `${demo}/trust.toml`, '--home', demo, '--offline');
const valid = all.filter((_, place) => reports[place].verdict === 'valid');
const server = await serving(demo, '--trust', `${demo}/trust.toml`, '--offline');
const browser = await launched(film(valid[0].folder, pictures));
const stage = { browser, server, demo, pictures };
const [, shown] = await Promise.all([form({ ...stage, valid: valid[0] }), link(stage), camera(stage)]);
// Alone, for a list that is made anew begins with the next second.
await suspended(stage, shown);
await browser.close();
server.stop();
finish();
