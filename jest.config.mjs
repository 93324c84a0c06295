import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));
const loader = new URL('test/runtime/loader.mjs', import.meta.url).href;

// The workers inherit it; this process needs it for what stands in globalSetup.
await import(loader);
process.env.NODE_OPTIONS = [process.env.NODE_OPTIONS, `--import=${loader}`, '--max-semi-space-size=64']
  .filter(Boolean)
  .join(' ');

const own = {
  rootDir: root,
  // Where the tests stand. Jest would look at each of the packages' files as well, once a project.
  roots: ['src', 'sandbox', 'test'].map((folder) => `<rootDir>/${folder}`),
  testEnvironment: '<rootDir>/test/runtime/environment.mjs',
  runtime: '<rootDir>/test/runtime/runtime.mjs',
  transform: {},
  cacheDirectory: '<rootDir>/.cache/jest',
};
const database = {
  globalSetup: '<rootDir>/test/global-setup.ts',
  globalTeardown: '<rootDir>/test/global-teardown.ts',
};
const stories = { ...database, globalSetup: '<rootDir>/test/e2e/global-setup.ts' };
const LONG = '\\.long\\.spec\\.ts$';
const specs = (folder) => [`<rootDir>/${folder}/**/*.spec.ts`];

export default {
  rootDir: root,
  // In the order in which they begin: what waits most first, what computes most last.
  projects: [
    { ...own, ...stories, displayName: 'stories', testMatch: specs('test/e2e') },
    {
      ...own,
      ...stories,
      displayName: 'browser',
      testMatch: specs('test/browser'),
      testPathIgnorePatterns: [LONG],
    },
    // Only when asked for: npm test -- --only long
    { ...own, ...stories, displayName: 'long', testMatch: ['<rootDir>/test/browser/**/*.long.spec.ts'] },
    {
      ...own,
      ...database,
      displayName: 'services',
      testMatch: [...specs('src'), ...specs('sandbox'), ...specs('test')],
      testPathIgnorePatterns: ['/src/domain/', '/test/e2e/', '/test/browser/'],
    },
    { ...own, displayName: 'rules', testMatch: specs('src/domain') },
  ],
  testSequencer: '<rootDir>/test/runtime/sequencer.mjs',
  reporters: ['<rootDir>/test/runtime/reporter.mjs'],
  // Against a hang: a test on a busy machine takes several times as long, and says itself what it waits for.
  testTimeout: 240_000,
  // Stories wait for nodes and databases about as long as they compute. More than three on two cores need more memory,
  // and each takes longer, without the run being over sooner.
  maxWorkers: Math.min(Math.ceil(1.5 * availableParallelism()), 12),
};
