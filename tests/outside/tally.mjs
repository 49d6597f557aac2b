// Counts checks and says each in a line, for every script under tests/outside.
// Never skips: a check passes or fails, and one failure makes the exit code 1.
const quiet = process.argv.includes('--quiet');
let passed = 0;
let failed = 0;

/** Runs one check; whatever it throws is its failure. */
export async function check(name, act) {
  try {
    await act();
    passed += 1;
    if (!quiet) console.log(`pass  ${name}`);
  } catch (failure) {
    failed += 1;
    console.log(`FAIL  ${name}: ${failure.message ?? failure}`);
  }
}

/** Says the sum, in the form that `run` adds up. */
export function finish() {
  if (passed + failed === 0) failed = 1;
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
