import { SINGLETON_SLOT } from '../safes/storage-layout.js';
import { type Effects, effectsOf } from '../simulation/effects.js';
import type { SimulationReport } from '../simulation/simulator.js';
import { parseBytes32 } from '../values/hex.js';
import { EVIL, HOT, SAFE } from './test-world.js';

const BLOCK = parseBytes32(`0x${'22'.repeat(32)}`);
const BEFORE = parseBytes32(`0x${'0'.repeat(24)}41675c099f32341bf84bfc5382af534df5c7461a`);
const AFTER = parseBytes32(`0x${'0'.repeat(24)}${EVIL.slice(2)}`);

const MOVED = [
  { account: SAFE, delta: -1n },
  { account: HOT, delta: 1n },
];

const NOTHING = {
  tokenChanges: [],
  storageWrites: [],
  safeSlots: [],
  calls: [],
  logs: [],
  codeChanges: [],
  nonceChanges: [],
};

/** The effects of a transfer of 1 wei, reduced to what the test needs. */
export const EXPECTED: Effects = effectsOf({ outcome: 'success' }, { nativeChanges: MOVED, ...NOTHING });

const slotZero = { slot: SINGLETON_SLOT, before: BEFORE, after: AFTER };

/** The same transfer, but slot 0 of the Safe is overwritten too, as Bybit's transaction did. */
const SWAPPED: Effects = effectsOf(
  { outcome: 'success' },
  {
    ...NOTHING,
    nativeChanges: MOVED,
    storageWrites: [{ account: SAFE, ...slotZero }],
    safeSlots: [slotZero],
  },
);

/** The same effects as two engines on two providers report them. */
function reported(effects: Effects): readonly SimulationReport[] {
  return [
    { kind: 'answered', engine: 'first', provider: 'one', blockHash: BLOCK, effects },
    { kind: 'answered', engine: 'second', provider: 'two', blockHash: BLOCK, effects },
  ];
}

export const HONEST_REPORTS = reported(EXPECTED);
export const SWAPPED_REPORTS = reported(SWAPPED);
/** One engine on one provider, so that nobody can contradict it. */
export const LONE_REPORT = HONEST_REPORTS.slice(0, 1);
