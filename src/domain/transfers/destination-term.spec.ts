import { describe, expect, it } from '@jest/globals';
import { EVIL, HOT } from '../self-test/test-world.js';
import { unixSeconds } from '../values/time.js';
import { destinationTermFault } from './destination-term.js';

const entry = { address: HOT, label: 'Hot 1', usableFrom: unixSeconds(100), expiresAt: unixSeconds(200) };
const at = (now: number) => destinationTermFault(HOT, [entry], unixSeconds(now));

describe(destinationTermFault.name, () => {
  it('C10: waits for the end of the cooling-off, to the second', () => {
    expect(at(99)?.code).toBe('DEST_COOLING_OFF');
    expect(at(100)).toBeUndefined();
  });

  it('C13: ends with the entry, to the second', () => {
    expect(at(199)).toBeUndefined();
    expect(at(200)?.code).toBe('ENTRY_EXPIRED');
  });

  it('says nothing of strangers, nor without a clock', () => {
    expect(destinationTermFault(EVIL, [entry], unixSeconds(1))).toBeUndefined();
    expect(destinationTermFault(HOT, [entry], null)).toBeUndefined();
  });
});
