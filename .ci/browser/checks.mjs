// Named checks that run in order, each building on the one before: after the first that
// fails the rest cannot be trusted and counts as failed too.

let passed = 0;
let failed = 0;

/** Runs a check, unless an earlier one failed, and prints one line about it. */
export async function check(sentence, run) {
  if (failed > 0) {
    failed += 1;
    console.log(`not run  ${sentence}`);
    return;
  }
  try {
    await run();
    passed += 1;
    console.log(`passed   ${sentence}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED   ${sentence}: ${firstLine(error)}`);
  }
}

/** Ends a check with this sentence unless `fact` holds. */
export function insist(fact, sentence) {
  if (!fact) throw new Error(sentence);
}

/** Prints the last line; true if nothing failed. */
export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0;
}

const firstLine = (error) => String(error?.message ?? error).split("\n")[0];
