// The folder that `attesto demo` made, and the built binary, for the scripts beside.
// Reads files and runs verbs as a person would; knows nothing of what is inside the binary.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const debug = `${process.env.CARGO_TARGET_DIR ?? `${root}target`}/debug/`;
export const attesto = `${debug}attesto`;

/** The folders of the badges below `out`, one for each person. */
export function people(out) {
  const folders = readdirSync(out).sort().map(number => ({ number, folder: `${out}/${number}` }));
  if (folders.length === 0) throw new Error(`no badges in ${out}`);
  return folders;
}

export const json = file => JSON.parse(readFileSync(file, 'utf8'));
export const text = file => readFileSync(file, 'utf8');
export const has = file => existsSync(file);

/** The reports of `attesto verify`, one for each file. */
export function verify(files, ...options) {
  const run = spawnSync(attesto, ['verify', '--json', ...files, ...options], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (!run.stdout.trim()) throw new Error(`attesto verify said nothing: ${run.stderr}`);
  return [JSON.parse(run.stdout)].flat().map(one => one.report ?? one);
}

/** Our canonical form of each file without its proof. */
export function ourCanonical(files) {
  return JSON.parse(execFileSync(`${debug}examples/canonical`, files, { encoding: 'utf8', maxBuffer: 1 << 28 }));
}

/** What a program prints; its failure is ours. */
export function printed(program, ...words) {
  const run = spawnSync(program, words, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.error) throw run.error;
  if (run.status !== 0) throw new Error(`${program} ended with ${run.status}: ${run.stderr.slice(0, 300)}`);
  return run.stdout;
}

/** Fails with both values unless they are equal. */
export function same(what, found, expected) {
  const short = value => String(value).slice(0, 120);
  if (found !== expected) throw new Error(`${what}: found ${short(found)}, expected ${short(expected)}`);
}
