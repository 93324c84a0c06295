import { describe, expect, it } from '@jest/globals';
import { keccak256 } from 'viem';
import { addressFromHex } from '../domain/values/address.js';
import { parseBytes32 } from '../domain/values/hex.js';
import { Frame, treeEffects } from './node-engines/call-tree.js';
import { PrestateDiff, diffEffects } from './node-engines/prestate-diff.js';

const [a, b, c] = ['aa', 'bb', 'cc'].map((byte) => addressFromHex(`0x${byte.repeat(20)}`));
if (!a || !b || !c) throw new Error('no addresses');
const word = (digit: string): ReturnType<typeof parseBytes32> => parseBytes32(`0x${digit.padStart(64, '0')}`);

function diffOf(pre: object, post: object): ReturnType<typeof diffEffects> {
  const override = { account: addressFromHex(a ?? ''), slot: word('8'), value: word('1') };
  return diffEffects(PrestateDiff.parse({ pre, post }), [override], addressFromHex(c ?? ''));
}

describe('the difference of state, as geth and anvil write it', () => {
  it('reads set, cleared and changed slots', () => {
    const { writes } = diffOf(
      { [a]: { storage: { [word('1')]: word('5'), [word('2')]: word('6') } } },
      { [a]: { storage: { [word('2')]: word('7'), [word('3')]: word('9') } } },
    );
    expect(writes.map(({ slot, before, after }) => [slot, before, after])).toEqual([
      [word('1'), word('5'), word('0')],
      [word('2'), word('6'), word('7')],
      [word('3'), word('0'), word('9')],
    ]);
  });

  it('invariant 4: an override that a node lists as a change is no write, another value in its slot is', () => {
    expect(diffOf({}, { [a]: { storage: { [word('8')]: word('1') } } }).writes).toEqual([]);
    expect(diffOf({}, { [a]: { storage: { [word('8')]: word('2') } } }).writes).toHaveLength(1);
    expect(diffOf({}, { [b]: { storage: { [word('8')]: word('1') } } }).writes).toHaveLength(1);
    expect(diffOf({ [a]: { storage: { [word('8')]: word('1') } } }, { [a]: {} }).writes).toHaveLength(1);
  });

  it('reads new, changed and destroyed code, and nonces of all but the executor', () => {
    const { codeChanges, nonceChanges, balances } = diffOf(
      { [a]: { balance: '0x5', nonce: 1, code: '0x01' }, [c]: { nonce: 4, balance: '0x9' } },
      { [b]: { code: '0x02', nonce: 1 }, [c]: { nonce: 5 } },
    );
    expect(codeChanges).toEqual([
      { account: a, codeHash: keccak256('0x') },
      { account: b, codeHash: keccak256('0x02') },
    ]);
    expect(nonceChanges.map((each) => each.account)).toContain(b);
    expect(nonceChanges.map((each) => each.account)).not.toContain(c);
    expect([balances.get(a), balances.get(b), balances.get(c)]).toEqual([-5n, 0n, 0n]);
  });

  it.each([
    [{ [a]: { unheardOf: 1 } }],
    [{ [a]: { balance: 5 } }],
    [{ [a]: { storage: { '0x1': word('1') } } }],
    [{ nobody: {} }],
  ])('refuses a form that it does not know: %j', (post) => {
    expect(PrestateDiff.safeParse({ pre: {}, post }).success).toBe(false);
  });
});

describe('the call tree', () => {
  const log = (topic: string, position: number): object => {
    return { address: a, topics: [word(topic)], data: '0x', position: `0x${position.toString(16)}` };
  };
  const frame = (type: string, more: object = {}): object => ({ type, from: a, to: b, input: '0x', ...more });

  it('puts logs between the calls where they were written', () => {
    const tree = frame('CALL', {
      logs: [log('1', 0), log('3', 1), log('4', 1)],
      calls: [frame('CALL', { logs: [log('2', 0)] })],
    });
    const { logs } = treeEffects(Frame.parse(tree));
    expect(logs.map((each) => each.topics[0])).toEqual(['1', '2', '3', '4'].map(word));
  });

  it('counts nothing of what failed, but shows that it was called', () => {
    const lost = frame('CALL', {
      value: '0x5',
      error: 'reverted',
      logs: [log('1', 0)],
      calls: [frame('CALL', { value: '0x7' })],
    });
    const { logs, nativeChanges, calls } = treeEffects(Frame.parse(frame('CALL', { calls: [lost] })));
    expect([logs, nativeChanges]).toEqual([[], []]);
    expect(calls.map((each) => each.failed)).toEqual([false, true, false]);
  });

  it('takes the value of calls, creations and self-destructions, not of delegatecalls', () => {
    const kinds = ['DELEGATECALL', 'STATICCALL', 'CALL', 'CREATE', 'SELFDESTRUCT'];
    const tree = frame('CALL', { calls: kinds.map((type) => frame(type, { value: '0x2' })) });
    expect(treeEffects(Frame.parse(tree)).nativeChanges).toEqual([
      { account: a, delta: -6n },
      { account: b, delta: 6n },
    ]);
  });

  it.each([
    [{ type: 'TELEPORT' }],
    [{ logs: [{ address: a, topics: [], data: '0x' }] }],
    [{ input: undefined }],
  ])('refuses a form that it does not know: %j', (change) => {
    expect(Frame.safeParse({ ...frame('CALL'), ...change }).success).toBe(false);
  });
});
