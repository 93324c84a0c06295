import { describe, expect, it } from '@jest/globals';
import { type Signing, openOwners, wantedOf, whyNotSign } from '../../console/pages/sign/wanted.js';

const [OWN, MORE] = ['0x01', '0x02'];
const person = {
  ...{ id: 'per_otto', roles: ['signer'], keys: [] },
  ownerOf: [{ safe: 'safe_1', label: 'Cold 1', owner: OWN }],
} as unknown as Parameters<typeof whyNotSign>[0];
const signing = {
  ...{ kind: 'transfer', digest: '0xd', nonce: '7', nonceNow: '7' },
  transfer: { safe: { id: 'safe_1', label: 'Cold 1' }, requester: 'per_tessa', ownerSignatures: [] },
} as unknown as Signing;
const signed = (owner: string, safeTxHash = '0xd') =>
  ({
    ...signing,
    transfer: { ...signing.transfer, ownerSignatures: [{ owner, safeTxHash, personName: 'Otto' }] },
  }) as unknown as Signing;

describe(whyNotSign.name, () => {
  it('lets an owner sign who has not, whoever else has', () => {
    expect(whyNotSign(person, signing)).toBeNull();
    expect(whyNotSign(person, signed(MORE))).toBeNull();
  });

  it('takes no second signature of the same owner, but one over something else of the same nonce', () => {
    expect(whyNotSign(person, signed(OWN))?.words).toMatch(/^You have signed it. A second signature/);
    expect(whyNotSign(person, signed(OWN, '0xburn'))).toBeNull();
    const two = { ...person, ownerOf: [...person.ownerOf, { safe: 'safe_1', label: 'Cold 1', owner: MORE }] };
    expect(openOwners(two, signed(OWN))).toEqual([MORE]);
  });

  it.each([
    ['no owner', { ...person, ownerOf: [] }, signing, /^You hold no owner's key of Cold 1/],
    [
      'an owner of another Safe',
      { ...person, ownerOf: [{ safe: 'safe_2', label: 'Cold 2', owner: OWN }] },
      signing,
      /^You hold no owner's key/,
    ],
    ['no signer', { ...person, roles: ['operator'] as const }, signing, /are no signer here/],
    ['the requester', { ...person, id: 'per_tessa' }, signing, /^You asked for this transfer/],
    ['another nonce', person, { ...signing, nonceNow: '8' }, /nonce 8, and this one has 7/],
    ['no nonce', person, { ...signing, nonceNow: null }, /^The chain cannot be read, so no signature/],
  ] as const)('says why %s cannot', (_who, who, what, why) => {
    expect(whyNotSign(who, what)?.words).toMatch(why);
  });

  it('lets the requester burn the nonce of their own transfer', () => {
    expect(whyNotSign({ ...person, id: 'per_tessa' }, { ...signing, kind: 'burn' })).toBeNull();
  });
});

describe(wantedOf.name, () => {
  it.each([
    [{ state: 'relayed' }, 'transfer'],
    [{ state: 'signed' }, 'transfer'],
    [{ state: 'submitted' }, 'nothing'],
    [{ state: 'awaiting-confirmation' }, 'nothing'],
    [{ state: 'cancelling', cancel: { stage: 'cleared' } }, 'nothing'],
    [{ state: 'cancelling', cancel: { stage: 'confirmed' } }, 'burn'],
    [{ state: 'cancelling', cancel: { stage: 'submitted' } }, 'nothing'],
  ])('of %j wants %s', (evidence, wanted) => {
    expect(wantedOf({ evidence } as unknown as Parameters<typeof wantedOf>[0])).toBe(wanted);
  });
});
