import { describe, expect, it } from '@jest/globals';
import { SoftAuthenticator } from '../../../../test/builders/authenticator.js';
import { KeyContent, keyIdOf } from './key.js';

const device = new SoftAuthenticator();
const { publicKey, rpId, origin } = device.passkey();
const content = {
  kind: 'passkey',
  personId: 'per_01890a5d-ac96-774b-bcce-b302099a8051',
  invitedBy: null,
  purpose: 'confirmation',
  credentialId: device.credentialId,
  publicKey,
  rpId,
  origin,
};

describe('the enrolment of a passkey', () => {
  it('names the key by its credential id', () => {
    expect(keyIdOf(KeyContent.parse(content))).toBe(device.credentialId);
  });

  it('may say what its person calls it, as a label', () => {
    expect(KeyContent.parse({ ...content, label: 'YubiKey 5' })).toMatchObject({ label: 'YubiKey 5' });
    expect(KeyContent.parse(content)).not.toHaveProperty('label');
  });

  it.each([
    ['with a label that hides something', { label: 'YubiKey\u202e 5' }],
    ['with a label that ends a quotation', { label: 'YubiKey" for "Ada' }],
    ['with a label of nothing', { label: '' }],
    ['for a Safe owner', { purpose: 'owner' }],
    ['with a second spelling of its id', { credentialId: `${device.credentialId}=` }],
    ["with an id that reads like somebody's address", { credentialId: `0x${'A'.repeat(40)}` }],
    ['with a key of another algorithm', { publicKey: big().passkey().publicKey }],
    ['with a key that is none', { publicKey: 'AAAA' }],
    ['with a key and more', { publicKey: `${publicKey}AAAA` }],
  ])('is refused %s', (_case, change) => {
    expect(KeyContent.safeParse({ ...content, ...change }).success).toBe(false);
  });
});

function big(): SoftAuthenticator {
  return new SoftAuthenticator({ algorithm: 'P-384' });
}
