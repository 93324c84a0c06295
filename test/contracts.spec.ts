import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../contracts/', import.meta.url));
const script = fileURLToPath(new URL('../scripts/compile-contracts.mjs', import.meta.url));

describe('contracts/artifacts', () => {
  it.each(readdirSync(folder).filter((name) => name.endsWith('.sol')))(
    'has what %s compiles to',
    (source) => {
      const name = source.replace(/\.sol$/, '');
      // In a process of its own: the compiler is one large WebAssembly module, slow to load into Jest's sandbox.
      const compiled = execFileSync(process.execPath, [script, name], { encoding: 'utf8' });
      expect(JSON.parse(compiled)).toEqual(
        JSON.parse(readFileSync(`${folder}artifacts/${name}.json`, 'utf8')),
      );
    },
  );
});
