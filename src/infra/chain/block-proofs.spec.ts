import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Hex, keccak256, parseEther } from 'viem';
import { providersOf } from '../../../test/simulated-transfer.js';
import { type FreshChain, freshChain } from '../../../test/world.js';
import { headerHash } from '../../domain/simulation/header.js';
import { indexPath } from '../../domain/simulation/ordered-trie.js';
import { decodeReceipt } from '../../domain/simulation/receipt-rlp.js';
import { provenValue } from '../../domain/simulation/trie-proof.js';
import { parseBytes32 } from '../../domain/values/hex.js';
import { BlockProofs } from './block-proofs.js';

let chain: FreshChain;

beforeAll(async () => {
  chain = await freshChain();
});
afterAll(() => chain.stop());

describe(BlockProofs.name, () => {
  it('proves every transaction of a block, and its receipt, by the hash of the block', async () => {
    const { client } = chain;
    await client.setAutomine(false);
    const hashes: Hex[] = [];
    for (let at = 0; at < 20; at += 1)
      hashes.push(
        await client.sendTransaction(
          at % 2 === 0
            ? { to: chain.safe, value: parseEther('1') }
            : { to: chain.token.address, data: '0x06fdde03', type: 'legacy' },
        ),
      );
    await chain.mine(1);
    await client.setAutomine(true);
    const proofs = new BlockProofs(providersOf(chain));
    for (const [at, hash] of hashes.entries()) {
      const { blockHash } = await client.getTransactionReceipt({ hash });
      const proven = await proofs.prove(parseBytes32(blockHash), parseBytes32(hash));
      const { header, index, receipt, transaction } = proven;
      expect(headerHash(header)).toBe(blockHash);
      expect(provenValue(header.receiptsRoot, indexPath(index), receipt.proof)).toBe(receipt.bytes);
      expect(decodeReceipt(receipt.bytes)).toMatchObject({ succeeded: true, type: at % 2 === 0 ? 2 : 0 });
      expect(keccak256(transaction?.bytes ?? '0x')).toBe(hash);
      expect(provenValue(header.transactionsRoot, indexPath(index), transaction?.proof ?? [])).toBe(
        transaction?.bytes,
      );
    }
  });

  it('takes from one provider what another lies about, and nothing from a liar', async () => {
    const hash = await chain.client.sendTransaction({ to: chain.safe, value: 1n });
    const { blockHash } = await chain.client.waitForTransactionReceipt({ hash });
    const [node, proxy] = await providersOf(chain).inForce();
    chain.proxy.tamper = ({ method }, response) =>
      method === 'eth_getBlockReceipts'
        ? (JSON.parse(
            JSON.stringify(response).replaceAll('"status":"0x1"', '"status":"0x0"'),
          ) as typeof response)
        : response;
    const given = [parseBytes32(blockHash), parseBytes32(hash)] as const;
    const providers = (all: unknown): BlockProofs =>
      new BlockProofs({ inForce: () => Promise.resolve(all) } as never);
    await expect(providers([proxy, node]).prove(...given)).resolves.toMatchObject({ index: 0 });
    await expect(providers([proxy]).prove(...given)).rejects.toMatchObject({ code: 'RPC_UNAVAILABLE' });
    chain.proxy.tamper = undefined;
  });
});
