import { it } from '@jest/globals';

/** A test that not every machine can run: elsewhere it is skipped, and the run says so and why (test/runtime/reporter.mjs). */
export function itWhere(isPossible: boolean, otherwise: string) {
  return (name: string, test: () => Promise<void> | void): void => {
    if (isPossible) it(name, test);
    else it.skip(`${name} (skipped: ${otherwise})`, test);
  };
}
