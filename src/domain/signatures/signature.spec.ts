import { describe, expect, it } from '@jest/globals';
import { numberToHex } from 'viem';
import { privateKeyToAccount, sign } from 'viem/accounts';
import { SoftAuthenticator } from '../../../test/builders/authenticator.js';
import { type EvmKey, evmKeyId, passkeyId } from '../identity/person.js';
import { addressFromHex } from '../values/address.js';
import { parseBytes32 } from '../values/hex.js';
import { unixSeconds } from '../values/time.js';
import {
  type Signature,
  claimedKey,
  readSignature,
  signingKey,
  storedKeyId,
  storeSignature,
  verifySignature,
} from './signature.js';

const digest = parseBytes32(numberToHex(7, { size: 32 }));
const other = parseBytes32(numberToHex(8, { size: 32 }));
const privateKey = `0x${'4c'.repeat(32)}` as const;
const address = addressFromHex(privateKeyToAccount(privateKey).address);
const evm: EvmKey = {
  kind: 'evm',
  id: evmKeyId(address),
  address,
  purpose: 'confirmation',
  activeFrom: unixSeconds(0),
  revokedAt: null,
};
const device = new SoftAuthenticator();
const passkey = device.passkey();
const hex = await sign({ hash: digest, privateKey, to: 'hex' });

describe(signingKey.name, () => {
  it('invariant 8: finds the key of either kind that made a signature', async () => {
    const keys = [new SoftAuthenticator().passkey(), passkey, evm];
    expect(await signingKey(digest, hex, keys)).toBe(evm);
    expect(await signingKey(digest, device.assert(digest), keys)).toBe(passkey);
  });

  it('invariant 8: finds none over another digest, nor among other keys', async () => {
    expect(await signingKey(other, hex, [evm, passkey])).toBeUndefined();
    expect(await signingKey(other, device.assert(digest), [evm, passkey])).toBeUndefined();
    expect(await signingKey(digest, hex, [passkey])).toBeUndefined();
    expect(await signingKey(digest, device.assert(digest), [evm])).toBeUndefined();
    expect(await signingKey(digest, hex, [])).toBeUndefined();
  });

  it('invariant 8: malformed bytes are no signature of anybody', async () => {
    const genuine = device.assert(digest);
    const malformed: Signature[] = [
      '0x',
      '0x00',
      `${hex}00`,
      `0x${'00'.repeat(65)}`,
      { ...genuine, signature: 'AA' },
      { ...genuine, authenticatorData: 'AAAA' },
      { ...genuine, clientDataJSON: '' },
    ];
    for (const each of malformed) expect(await signingKey(digest, each, [evm, passkey])).toBeUndefined();
  });

  it('invariant 8: a key whose id poses as another kind does not count', async () => {
    const posing = { ...passkey, id: evm.id };
    expect(await signingKey(digest, hex, [posing])).toBeUndefined();
    const worn = { ...evm, id: passkey.id };
    expect(await signingKey(digest, device.assert(digest), [worn])).toBeUndefined();
  });

  it('a former enrolment of the same credential does not hide the one in force', async () => {
    const former = { ...passkey, origin: 'https://former.example' };
    expect(await signingKey(digest, device.assert(digest), [former, passkey])).toBe(passkey);
  });
});

describe(verifySignature.name, () => {
  it("gives a passkey's counter, and none of an EVM key", async () => {
    expect(await verifySignature(digest, hex, [evm])).toEqual({ key: evm, counter: null });
    const assertion = device.assert(digest, { counter: 41 });
    expect(await verifySignature(digest, assertion, [passkey])).toEqual({ key: passkey, counter: 41 });
  });
});

describe(claimedKey.name, () => {
  it('is what a signature says by itself, genuine or not', async () => {
    expect(await claimedKey(digest, hex)).toBe(evm.id);
    expect(await claimedKey(other, hex)).not.toBe(evm.id);
    expect(await claimedKey(other, device.assert(digest))).toBe(passkey.id);
    expect(await claimedKey(digest, '0x1234')).toBeUndefined();
  });
});

describe('a stored signature', () => {
  it.each([hex, device.assert(digest)])('reads back as it was: %#', (signature) => {
    expect(readSignature(storeSignature(signature))).toEqual(signature);
  });

  const assertion = device.assert(digest);
  it.each([
    '',
    'nothing',
    '0x123',
    hex.toUpperCase().replace('0X', '0x'),
    `"${hex}"`,
    JSON.stringify({ ...assertion, counter: 1 }),
    JSON.stringify({ credentialId: assertion.credentialId }),
    ` ${storeSignature(assertion)}`,
    storeSignature(assertion).replace('{', '{ '),
    storeSignature(assertion).replace('{', '{"signature":"AA",'),
    JSON.stringify(Object.fromEntries(Object.entries(assertion).reverse())),
    storeSignature({ ...assertion, signature: `${assertion.signature}=` }),
  ])('is an error of the row in any other form: %#', (stored) => {
    expect(() => readSignature(stored)).toThrow();
  });
});

describe('a stored key id', () => {
  it('is an address or a credential id, and nothing else', () => {
    expect(storedKeyId.parse(address)).toBe(evm.id);
    expect(storedKeyId.parse(device.credentialId)).toBe(passkeyId(device.credentialId));
    for (const text of ['', 'a key', `${device.credentialId}=`]) {
      expect(storedKeyId.safeParse(text).success).toBe(false);
    }
  });
});
