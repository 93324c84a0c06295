import { describe, expect, it } from '@jest/globals';
import { aDestination } from '../../../test/builders/destination.js';
import { NOW } from '../../../test/builders/policy.js';
import { unseenLookalikes } from './unseen-lookalikes.js';

const ALIKE = '0xf3A9dEaDBeeFdEAdBEeFdeaDBEeFdeaDBeEF2334';
const hot = aDestination();
const id = 'dst_01890a5d-ac96-774b-bcce-b302099a9999';
const later = aDestination({ id, address: ALIKE, label: 'Hot wallet 9' });
const seen = (address: string) => ({ lookalikes: [{ address, difference: 'seen' }] });

describe(unseenLookalikes.name, () => {
  it('C01: finds an entry that came later, from both sides', () => {
    expect(unseenLookalikes(hot, [hot, later])).toEqual([later]);
    expect(unseenLookalikes(later, [hot, later])).toEqual([hot]);
  });

  it('is content when either of the two names the other', () => {
    const naming = aDestination({ id, address: ALIKE, label: 'Hot wallet 9', ...seen(hot.address) });
    expect(unseenLookalikes(hot, [hot, naming])).toEqual([]);
    expect(unseenLookalikes(naming, [hot, naming])).toEqual([]);
    const other = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
    const naming2 = aDestination({ id, address: ALIKE, label: 'Hot wallet 9', ...seen(other) });
    expect(unseenLookalikes(hot, [hot, naming2])).toEqual([naming2]);
  });

  it('does not look at what was removed', () => {
    const removed = aDestination({ id, address: ALIKE, label: 'Hot wallet 9', removedAt: NOW });
    expect(unseenLookalikes(hot, [hot, removed])).toEqual([]);
  });
});
