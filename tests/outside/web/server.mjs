// `attesto serve` on a port of its own, for the scripts beside.
// Says where it listens, and ends it; asks it nothing.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { attesto } from '../demo.mjs';

/** A server on an installation; its URL, and how to end it. */
export async function serving(home, ...options) {
  const words = ['--home', home, '--json', 'serve', '--listen', '127.0.0.1:0', ...options];
  const child = spawn(attesto, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    return { url: `http://${JSON.parse(line).listening}`, stop: () => child.kill('SIGTERM') };
  }
  throw new Error('attesto serve ended before it listened');
}
