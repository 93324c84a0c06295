import { describe, expect, it } from '@jest/globals';
import { type Hex, concat, hashTypedData, slice } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { statementJson } from '../signatures/statement.js';
import { addressFromHex } from '../values/address.js';
import { parseBytes32 } from '../values/hex.js';
import { unixSeconds } from '../values/time.js';
import {
  ControlClaimSchema,
  type ControlSubject,
  type SignedControl,
  controlDigest,
  controlFault,
  controlStatement,
} from './control.js';

const account = privateKeyToAccount(generatePrivateKey());
const subject: ControlSubject = {
  chainId: 1,
  address: addressFromHex(account.address),
  label: 'Hot wallet 2',
  owner: 'Treasury',
};
const installation = parseBytes32(`0x${'aa'.repeat(32)}`);
const terms = {
  installation,
  challenge: parseBytes32(`0x${'bb'.repeat(32)}`),
  expiresAt: unixSeconds(1_800_000_000),
};
const { challenge, expiresAt } = terms;

async function proof(
  change: Partial<{ signature: Hex; kind: 'eoa' | 'eip1271' }> = {},
): Promise<SignedControl> {
  const signature = change.signature ?? (await account.sign({ hash: controlDigest(subject, terms) }));
  return { kind: change.kind ?? 'eoa', signature, challenge, expiresAt };
}

describe(controlFault.name, () => {
  it("takes the signature of the address's own key over exactly this statement", async () => {
    expect(await controlFault(subject, await proof(), installation)).toBeUndefined();
  });

  it.each([
    ['another chain (C07)', { chainId: 10 }],
    ['another label', { label: 'Hot wallet 3' }],
    ['another owner', { owner: 'Somebody else' }],
    ['another address', { address: addressFromHex(`0x${'12'.repeat(20)}`) }],
  ])('refuses one that was made for %s', async (_what, change) => {
    const fault = await controlFault({ ...subject, ...change }, await proof(), installation);
    expect(fault).toMatchObject({ code: 'CONTROL_NOT_PROVEN' });
  });

  it('refuses one that was made for another installation, challenge or expiry', async () => {
    const made = await proof();
    const other = parseBytes32(`0x${'cc'.repeat(32)}`);
    const code = 'CONTROL_NOT_PROVEN';
    expect(await controlFault(subject, made, other)).toMatchObject({ code });
    expect(await controlFault(subject, { ...made, challenge: other }, installation)).toMatchObject({ code });
    const later = { ...made, expiresAt: unixSeconds(expiresAt + 1) };
    expect(await controlFault(subject, later, installation)).toMatchObject({ code });
  });

  it('refuses personal_sign and eth_sign over the digest, also when v says so', async () => {
    const digest = controlDigest(subject, terms);
    const personal = await account.signMessage({ message: { raw: digest } });
    const relabelled = concat([slice(personal, 0, 64), '0x1f']);
    for (const signature of [personal, relabelled]) {
      expect(await controlFault(subject, await proof({ signature }), installation)).toMatchObject({
        code: 'CONTROL_NOT_PROVEN',
      });
    }
  });

  it('refuses ERC-6492, of a key and of a contract wallet', async () => {
    const signature = concat(['0x1234', `0x${'6492'.repeat(16)}`]);
    for (const kind of ['eoa', 'eip1271'] as const) {
      const fault = await controlFault(subject, await proof({ signature, kind }), installation);
      expect(fault?.reason).toContain('ERC-6492');
    }
  });

  it("leaves a contract wallet's answer to the wallet", async () => {
    const signature = '0x1234';
    expect(
      await controlFault(subject, await proof({ signature, kind: 'eip1271' }), installation),
    ).toBeUndefined();
  });
});

describe(controlStatement.name, () => {
  it('is typed data that wallets hash alike, in a domain without a contract', () => {
    const json = statementJson(controlStatement(subject, terms)) as unknown as Parameters<
      typeof hashTypedData
    >[0];
    expect(json.types).toMatchObject({
      EIP712Domain: [{ name: 'name' }, { name: 'version' }, { name: 'chainId' }],
    });
    expect(JSON.stringify(json)).not.toContain('verifyingContract');
    expect(hashTypedData(JSON.parse(JSON.stringify(json)) as typeof json)).toBe(
      controlDigest(subject, terms),
    );
  });
});

describe('a claim of control', () => {
  const signed = { signature: `0x${'11'.repeat(65)}`, challenge, expiresAt: 5 };

  it.each([
    ['64 bytes of a key', { kind: 'eoa', ...signed, signature: `0x${'11'.repeat(64)}` }],
    ['a signature of 10 kB', { kind: 'eip1271', ...signed, signature: `0x${'11'.repeat(10_000)}` }],
    ['a block that the proposer names', { kind: 'eip1271', ...signed, blockHash: challenge }],
    ['no reason', { kind: 'none', reason: ' ' }],
    ['a reason with hidden characters', { kind: 'none', reason: 'deposit\u202eaddress' }],
    ['a signature beside a reason', { kind: 'none', reason: 'deposit address', ...signed }],
    ['another kind', { kind: 'personal_sign', ...signed }],
  ])('is refused with %s', (_what, claim) => {
    expect(ControlClaimSchema.safeParse(claim).success).toBe(false);
  });
});
