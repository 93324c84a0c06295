import { pathToFileURL } from 'node:url';
import JestRuntime from 'jest-runtime';
import { useGlobals } from './globals.mjs';
import { sourceMaps } from '../../scripts/typescript.mjs';

/** How often this process has loaded a file of tests. */
const turns = new Map();

/**
 * Jest's runtime, but Node itself loads the modules: once a process instead of once a file. A file of tests is loaded
 * anew whenever it runs; what it imports is shared with the files before it.
 */
export default class NativeRuntime extends JestRuntime {
  setGlobalsForRuntime(globals) {
    super.setGlobalsForRuntime(globals);
    useGlobals(globals);
  }

  getSourceMaps() {
    return sourceMaps;
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  unstable_importModule(path) {
    const turn = (turns.get(path) ?? 0) + 1;
    turns.set(path, turn);
    return import(`${pathToFileURL(path).href}?turn=${String(turn)}`);
  }
}
