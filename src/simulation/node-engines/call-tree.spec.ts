import { describe, expect, it } from '@jest/globals';
import { Frame, treeEffects } from './call-tree.js';

const at = (n: number): string => `0x${n.toString(16).padStart(40, '0')}`;
const call = (rest: object = {}) => ({
  ...{ type: 'CALL', from: at(1), to: at(2), value: '0x0', input: '0x' },
  ...rest,
});
const log = (position: number, address = 2) => ({
  ...{ address: at(address), topics: [], data: '0x' },
  position: `0x${position.toString(16)}`,
});

describe(treeEffects.name, () => {
  it('puts logs between the calls that they were written between, each with the place of its call', () => {
    const top = call({
      logs: [log(1, 12), log(0, 11), log(2, 13)],
      calls: [call({ logs: [log(0, 21)] }), call({ logs: [log(0, 31)] })],
    });
    const { logs, callOfLog } = treeEffects(Frame.parse(top));
    expect(logs.map(({ address }) => Number(address))).toEqual([11, 21, 12, 31, 13]);
    expect(callOfLog).toEqual([0, 1, 0, 2, 0]);
  });

  it('invariant 27: reads calls and logs in whatever number and shape a stranger sends them', () => {
    const calls = Array.from({ length: 20_000 }, () => call());
    const logs = Array.from({ length: 20_000 }, (_, position) => log(position));
    expect(treeEffects(Frame.parse(call({ calls, logs }))).logs).toHaveLength(20_000);
    const atOnce = Array.from({ length: 160_000 }, () => log(0));
    expect(treeEffects(Frame.parse(call({ logs: atOnce }))).logs).toHaveLength(160_000);
  });
});
