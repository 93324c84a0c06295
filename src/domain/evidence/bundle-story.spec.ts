import { describe, expect, it } from '@jest/globals';
import { cancelWords } from './bundle-story.js';

const someone = (name: string) => ({ id: 'per_01890a5d-ac96-774b-bcce-b302099a8057', name });

describe(cancelWords.name, () => {
  it('says who cancelled it, why, who confirmed that, and who signed the burn', () => {
    const owners = ['Otto', 'Omar'].map((name) => ({ ...someone(name), address: '0x12' }));
    const asked = { askedBy: someone('Clara'), why: 'not wanted' };
    expect(cancelWords({ ...asked, confirmedBy: someone('Amos'), owners })).toBe(
      ': Clara cancelled it ("not wanted"), Amos confirmed that, the owners Otto (0x12) and Omar (0x12) signed the burn of its nonce',
    );
    expect(cancelWords({ ...asked, confirmedBy: null, owners: [] })).toBe(
      ': Clara cancelled it ("not wanted")',
    );
    expect(cancelWords(null)).toBe('');
  });
});
