// What `@jest/globals` is for the tests. Modules are loaded once a process and Jest's functions are new for each file;
// an export is a live binding, so every module that has imported them sees those of the file that runs.
export let afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test;

export function useGlobals(globals) {
  ({ afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } = globals);
}
