// The tests' loader, given to every process of a run by `--import`.
import { registerHooks } from 'node:module';
import '../../scripts/typescript.mjs';

const globals = new URL('globals.mjs', import.meta.url).href;

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier !== '@jest/globals') return nextResolve(specifier, context);
    return { url: globals, format: 'module', shortCircuit: true };
  },
});
