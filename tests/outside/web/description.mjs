// schemathesis asks a running server whatever the OpenAPI description allows and forbids, and holds the answers to it.
// One of its checks is left out: that what the schema allows is accepted. No schema says which JSON is a credential.
import { spawnSync } from 'node:child_process';

import { same } from '../demo.mjs';
import { check, finish } from '../tally.mjs';
import { serving } from './server.mjs';

const [demo, schemathesis] = process.argv.slice(2);
process.env.ATTESTO__SERVE__PER_MINUTE = '1000000';
const server = await serving(demo, '--trust', `${demo}/trust.toml`);
const description = `${server.url}/openapi.json`;
const { paths } = await (await fetch(description)).json();
// The description itself is what it reads, and no operation to it.
const described = Object.entries(paths).filter(([path]) => path !== '/openapi.json');
const operations = described.flatMap(([, methods]) => Object.keys(methods)).length;
const run = spawnSync(schemathesis, [
  '--no-color', 'run', description,
  '--phases', 'coverage,fuzzing', '--max-examples', '5', '--max-time', '40', '--generation-deterministic',
  '--exclude-checks', 'positive_data_acceptance', '--suppress-health-check', 'all',
], { encoding: 'utf8', maxBuffer: 1 << 28, cwd: process.env.TMPDIR ?? '/tmp' });
server.stop();
const said = `${run.stdout}${run.stderr}`;
const number = pattern => Number(said.match(pattern)?.[1] ?? -1);

await check('every operation of the description was asked', () => same('operations', number(/Tested: (\d+)/), operations));
await check('it was asked some hundred times', () => {
  if (number(/(\d+) generated/) < 300) throw new Error(said.slice(-2000));
});
await check('no answer departs from the description', () => {
  if (run.status !== 0) throw new Error(said.slice(0, 6000));
});
finish();
