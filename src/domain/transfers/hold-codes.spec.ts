import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES } from '../errors.js';
import { HOLD_CODES, holdCode } from './hold-codes.js';

/** Where a code can come from that something holds a transfer up with, and what there is said of something else. */
const SOURCES = [
  ['src/domain/policies/**/*.ts'],
  // What is gathered for a decision: who, what and from where.
  ['src/decisions/{transfer-objects,decide-transfer}.ts', 'POLICY_UNAVAILABLE'],
  ['src/infra/chain/safe-storage.ts'],
  ['src/clearances/{last-look,relayed-evidence}.ts', 'RPC_UNAVAILABLE'],
  // Between two steps nothing is simulated.
  ['src/domain/transfers/last-look.ts', 'HASH_MISMATCH', 'DELTA_MISMATCH'],
  ['src/simulation/simulations.repository.ts'],
  ['src/transfers/log-gate.ts'],
  ['src/waits/step-waits.ts'],
] as const;

function quotedIn(pattern: string): readonly string[] {
  const files = globSync(pattern).filter((file) => !file.endsWith('.spec.ts'));
  if (files.length === 0) throw new Error(`no file is ${pattern}`);
  const source = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  return ERROR_CODES.filter((code) => source.includes(`'${code}'`));
}

describe(holdCode.name, () => {
  it('knows every code that a look, a decision or a gate can stop a transfer with, and no other', () => {
    const found = SOURCES.flatMap(([pattern, ...others]) =>
      quotedIn(pattern).filter((code) => !(others as readonly string[]).includes(code)),
    );
    expect([...new Set([...found, 'INTERNAL'])].sort()).toEqual([...HOLD_CODES].sort());
    expect(HOLD_CODES.map(holdCode)).toEqual(HOLD_CODES);
  });

  it('gives all others one code', () => {
    expect(holdCode('CSRF')).toBe('INTERNAL');
  });
});
