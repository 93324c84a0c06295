import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { attacks } from '../../../test/vectors/attacks.js';
import { CHAIN_ID, movementOf, providersOf, tokenAsset } from '../../../test/simulated-transfer.js';
import { type FreshChain, freshChain } from '../../../test/world.js';
import { startRpcProxy } from '../../../sandbox/rpc-proxy.js';
import { buildSafeTransaction } from '../../domain/transfers/safe-transaction.js';
import { addressFromHex } from '../../domain/values/address.js';
import { SafeReader } from '../chain/safe-reader.js';
import { type SafeIdentity, protocolKitHash } from './protocol-kit-hash.js';
import { ThreeHashes } from './three-hashes.js';
import { providersAt } from '../../../test/named-providers.js';

let chain: FreshChain;
let safe: SafeIdentity;

beforeAll(async () => {
  chain = await freshChain();
  safe = { chainId: CHAIN_ID, address: addressFromHex(chain.safe), version: '1.4.1' };
});
afterEach(() => {
  chain.proxy.tamper = undefined;
});
afterAll(async () => {
  await chain.stop();
});

const lie = `0x${'99'.repeat(32)}`;

describe('invariant 3: three hashes agree', () => {
  it.each(attacks.safeTx.filter((vector) => vector.version === undefined))(
    'invariant 3: protocol-kit hashes $id alike',
    (vector) => {
      const address = vector.safe ?? attacks.world.safe;
      const identity: SafeIdentity = { chainId: attacks.world.chainId, address, version: '1.4.1' };
      expect(protocolKitHash(vector.tx, identity)).toBe(vector.safeTxHash);
    },
  );

  it.each(['native', 'token'])(
    'invariant 3: our code, protocol-kit and the Safe agree on %s',
    async (kind) => {
      const reader = new SafeReader(providersOf(chain));
      const asset = kind === 'native' ? ('native' as const) : tokenAsset(chain);
      const tx = buildSafeTransaction(movementOf(asset, 12_345n), 7n);
      const digests = await new ThreeHashes(reader).digests(tx, safe, await reader.block('latest'));
      expect(digests.digest).toBe(protocolKitHash(tx, safe));
    },
  );

  it('invariant 7: one provider that lies about the hash is a disagreement', async () => {
    const reader = new SafeReader(providersOf(chain));
    const block = await reader.block('latest');
    chain.proxy.tamper = (_request, response) => ({ ...response, result: lie });
    const tx = buildSafeTransaction(movementOf('native', 1n), 0n);
    await expect(new ThreeHashes(reader).digests(tx, safe, block)).rejects.toMatchObject({
      code: 'RPC_DISAGREE',
    });
  });

  it('invariant 3: a Safe that hashes otherwise is named', async () => {
    const second = await startRpcProxy({ upstream: chain.rpcUrls[0] });
    try {
      const endpoints = [
        { name: 'a', url: second.url },
        { name: 'b', url: chain.rpcUrls[1] },
      ];
      const reader = new SafeReader(providersAt(endpoints, CHAIN_ID));
      const block = await reader.block('latest');
      for (const proxy of [second, chain.proxy]) {
        proxy.tamper = (_request, response) => ({ ...response, result: lie });
      }
      const tx = buildSafeTransaction(movementOf('native', 1n), 0n);
      await expect(new ThreeHashes(reader).digests(tx, safe, block)).rejects.toMatchObject({
        code: 'HASH_MISMATCH',
        message: expect.stringContaining(`the Safe on chain gives ${lie}`),
      });
    } finally {
      await second.stop();
    }
  });
});
