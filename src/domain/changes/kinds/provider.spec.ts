import { describe, expect, it } from '@jest/globals';
import { providerContent } from '../../../../test/builders/governed.js';
import { KINDS } from '../kinds.js';
import type { Names } from './kind-rules.js';
import { fewProviders } from './provider.js';

const names: Names = { person: (id) => id, asset: (id) => id };
const of = (...operators: readonly string[]) => operators.map((operator) => ({ operator }));

describe(fewProviders.name, () => {
  it('invariant 7: two operators are the least off the sandbox, and two providers everywhere', () => {
    expect(fewProviders(1, of('a', 'b'))).toBeUndefined();
    expect(fewProviders(1, of('a', 'a', 'b'))).toBeUndefined();
    expect(fewProviders(1, of('a', 'a', 'a'))).toContain('fewer than 2 operators');
    expect(fewProviders(31_337, of('a', 'a'))).toBeUndefined();
    for (const chainId of [1, 31_337]) {
      expect(fewProviders(chainId, of('a'))).toContain('fewer than 2 RPC providers');
      expect(fewProviders(chainId, [])).toContain('fewer than 2 RPC providers');
    }
  });
});

describe('the kind of RPC providers', () => {
  it.each([
    ['a name with a capital', { name: 'Rpc-1' }],
    ['a name of 33 characters', { name: 'r'.repeat(33) }],
    ['an operator in another alphabet', { operator: '\u043eperator' }],
    ['an operator with a capital, who would be a second one', { operator: 'Operator-1.example' }],
    ['no kind that there is', { kind: 'archive' }],
    ['a URL, which may hold a key', { url: 'https://rpc.example/key' }],
  ])('takes none with %s', (_what, parts) => {
    const content = providerContent(parts);
    const subject = (parts as { name?: string }).name ?? 'rpc-1';
    expect(KINDS.provider.fault(subject, content)).toBeDefined();
  });

  it('is named by what its content says, and without one, to be taken out, by any name that it could have', () => {
    expect(KINDS.provider.isSubject('rpc-1', providerContent())).toBe(true);
    expect(KINDS.provider.isSubject('rpc-2', providerContent())).toBe(false);
    expect(KINDS.provider.isSubject('rpc-2', null)).toBe(true);
    expect(KINDS.provider.isSubject('Rpc 2', null)).toBe(false);
  });

  it('invariant 13: only taking one out is at once; another operator of it waits as a new one does', () => {
    const [one, other] = [providerContent(), providerContent({ operator: 'operator-2.example' })];
    expect(KINDS.provider.direction(one, null)).toBe('tightens');
    expect(KINDS.provider.direction(one, other)).toBe('loosens');
    expect(KINDS.provider.direction(one, one)).toBe('loosens');
  });

  it('says what it is in plain words', () => {
    const say = (before: never, after: never) => KINDS.provider.sentences('rpc-1', { before, after }, names);
    const [one, other] = [providerContent(), providerContent({ kind: 'hosted' })] as never[];
    expect(say(null as never, one as never)).toEqual([
      'Add the RPC provider rpc-1, a node of our own, run by the operator operator-1.example: nothing is decided unless it answers, and as the others do.',
    ]);
    expect(say(one as never, other as never)).toEqual([
      'The RPC provider rpc-1 is a hosted service, run by the operator operator-1.example. Before: a node of our own, run by the operator operator-1.example.',
    ]);
    expect(say(one as never, null as never)).toEqual([
      'Take out the RPC provider rpc-1 of the operator operator-1.example, at once: it is not asked any more.',
    ]);
  });
});
