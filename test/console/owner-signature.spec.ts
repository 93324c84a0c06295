import { describe, expect, it } from '@jest/globals';
import { privateKeyToAccount } from 'viem/accounts';
import { readOwnerSignature } from '../../console/signing/owner-signature.js';

const OTTO = privateKeyToAccount(`0x${'44'.repeat(32)}`);
const DIGEST = `0x${'ab'.repeat(32)}` as const;
const over = { digest: DIGEST, owners: [OTTO.address] };
const signature = await OTTO.sign({ hash: DIGEST });

describe(readOwnerSignature.name, () => {
  it.each([
    ['as it is', signature],
    [
      'without 0x, in lines, in capitals',
      `${signature.slice(2, 60)}\n  ${signature.slice(60).toUpperCase()}\n`,
    ],
    [
      'with the bare parity of some devices',
      `${signature.slice(0, -2)}${signature.endsWith('1b') ? '00' : '01'}`,
    ],
  ])('takes a signature %s, in the form that counts', async (_how, text) => {
    expect(await readOwnerSignature(text, over)).toEqual({
      ...{ kind: 'genuine', owner: OTTO.address, signature },
    });
  });

  it('says whose it is over this digest if it is none of theirs', async () => {
    const other = await OTTO.sign({ hash: `0x${'cd'.repeat(32)}` });
    expect(await readOwnerSignature(other, over)).toMatchObject({ kind: 'other', signature: other });
    expect(await readOwnerSignature(signature, { ...over, owners: [] })).toMatchObject({
      ...{ kind: 'other', recovered: OTTO.address },
    });
  });

  it.each([
    ['nothing', '', /65 bytes/],
    ['half of it', signature.slice(0, 80), /65 bytes/],
    ['a signature of eth_sign', `${signature.slice(0, -2)}1f`, /eth_sign/],
    ['no signature of any key', `0x${'00'.repeat(64)}1b`, /does not count/],
  ])('refuses %s in words', async (_what, text, why) => {
    const read = await readOwnerSignature(text, over);
    expect(read.kind === 'unreadable' ? read.why : read.kind).toMatch(why);
  });
});
