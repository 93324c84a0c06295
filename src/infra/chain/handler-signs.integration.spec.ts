import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Hex, encodeFunctionData, hashTypedData, keccak256, parseAbi, stringToBytes } from 'viem';
import { CHAIN_ID, providersOf } from '../../../test/simulated-transfer.js';
import { createReleasedSafe, deployReleased } from '../../../test/safe-releases.js';
import { type FreshChain, freshChain } from '../../../test/world.js';
import { enforcementOf } from '../../domain/safes/enforcement.js';
import type { SafeVersion } from '../../domain/safes/known-deployments.js';
import { onboardingRefusals } from '../../domain/safes/onboarding.js';
import { joinSignatures } from '../../domain/signatures/owner-signature.js';
import { type Address, ZERO_ADDRESS, parseAddress } from '../../domain/values/address.js';
import { SafeReader } from './safe-reader.js';

const erc1271 = parseAbi(['function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)']);
const MAGIC = '0x1626ba7e';

let chain: FreshChain;

beforeAll(async () => {
  chain = await freshChain();
});
afterAll(() => chain.stop());

/** What any token learns when it asks the Safe whether its owners signed this digest, such as a permit's. */
async function answer(safe: Address): Promise<Hex | undefined> {
  const digest = keccak256(stringToBytes('a permit over everything that the Safe has'));
  const hash = hashTypedData({
    domain: { chainId: CHAIN_ID, verifyingContract: safe },
    types: { SafeMessage: [{ name: 'message', type: 'bytes' }] },
    primaryType: 'SafeMessage',
    message: { message: digest },
  });
  const signed = await Promise.all(
    chain.owners.map(async (owner) => ({
      owner: parseAddress(owner.address),
      signature: await owner.sign({ hash }),
    })),
  );
  const signatures = joinSignatures(signed, chain.threshold);
  const data = encodeFunctionData({
    abi: erc1271,
    functionName: 'isValidSignature',
    args: [digest, signatures],
  });
  try {
    return (await chain.client.call({ to: safe, data })).data?.slice(0, 10) as Hex | undefined;
  } catch {
    return undefined;
  }
}

const HANDLERS: readonly (readonly [SafeVersion, string, string | null])[] = [
  ['1.3.0', 'DefaultCallbackHandler', 'handler/DefaultCallbackHandler.sol/DefaultCallbackHandler.json'],
  ['1.4.1', 'TokenCallbackHandler', 'handler/TokenCallbackHandler.sol/TokenCallbackHandler.json'],
  ['1.5.0', 'TokenCallbackHandler', 'handler/TokenCallbackHandler.sol/TokenCallbackHandler.json'],
  ['1.3.0', 'no handler', null],
  ['1.4.1', 'no handler', null],
  ['1.5.0', 'no handler', null],
];

describe('invariant 20: signatures of owners over a message, without a Safe transaction', () => {
  it.each(['1.3.0', '1.4.1', '1.5.0'] as const)(
    'invariant 20: count as the signature of a Safe %s with the compatibility handler, which is the gap HANDLER_SIGNS',
    async (version) => {
      const safe = await createReleasedSafe(chain, { version });
      expect(await answer(safe)).toBe(MAGIC);
      const { profile } = await new SafeReader(providersOf(chain)).readProfile(safe, 'all');
      expect(onboardingRefusals(profile)).toEqual([]);
      expect(enforcementOf(profile)).toEqual({ enforcement: 'advisory', gaps: ['HANDLER_SIGNS'] });
    },
  );

  it.each(HANDLERS)('invariant 20: mean nothing to a Safe %s with %s, which has no gap', async (...row) => {
    const [version, , path] = row;
    const handler = path === null ? ZERO_ADDRESS : await deployReleased(chain, version, path);
    const safe = await createReleasedSafe(chain, { version, handler, saltNonce: path === null ? 1n : 2n });
    expect(await answer(safe)).not.toBe(MAGIC);
    const { profile } = await new SafeReader(providersOf(chain)).readProfile(safe, 'all');
    expect(profile.fallbackHandler).toBe(handler);
    expect(onboardingRefusals(profile)).toEqual([]);
    expect(enforcementOf(profile)).toEqual({ enforcement: 'advisory', gaps: [] });
  });
});
