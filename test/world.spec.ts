import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  concat,
  createPublicClient,
  erc20Abi,
  http,
  keccak256,
  parseAbi,
  parseEther,
  zeroAddress,
} from 'viem';
import { openClient } from '../src/infra/database/connections.js';
import { safeContracts, safeProxyCodeHash } from '../sandbox/safe-contracts.js';
import { balanceSlotOf } from '../sandbox/token.js';
import { freshChain, freshDatabase, type FreshChain } from './world.js';

const safeAbi = parseAbi([
  'function getOwners() view returns (address[])',
  'function getThreshold() view returns (uint256)',
  'function nonce() view returns (uint256)',
  'function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) payable returns (bool)',
]);
const safeTx = [
  ...([
    { type: 'address', name: 'to' },
    { type: 'uint256', name: 'value' },
    { type: 'bytes', name: 'data' },
  ] as const),
  ...([
    { type: 'uint8', name: 'operation' },
    { type: 'uint256', name: 'safeTxGas' },
  ] as const),
  ...([
    { type: 'uint256', name: 'baseGas' },
    { type: 'uint256', name: 'gasPrice' },
  ] as const),
  ...([
    { type: 'address', name: 'gasToken' },
    { type: 'address', name: 'refundReceiver' },
  ] as const),
  { type: 'uint256', name: 'nonce' } as const,
] as const;

describe('freshChain', () => {
  let chain: FreshChain;

  beforeAll(async () => {
    chain = await freshChain();
  });
  afterAll(async () => {
    await chain.stop();
  });

  it.each(Object.entries(safeContracts))(
    'has the released %s at its canonical address',
    async (_name, pin) => {
      const code = await chain.client.getCode({ address: pin.address });
      expect(keccak256(code ?? '0x')).toBe(pin.codeHash);
    },
  );

  it('has a 3-of-5 Safe of 1,000 ETH and 10,000,000 sUSD', async () => {
    const { client, safe, token, owners } = chain;
    const read = { address: safe, abi: safeAbi };
    expect(keccak256((await client.getCode({ address: safe })) ?? '0x')).toBe(safeProxyCodeHash);
    expect(await client.readContract({ ...read, functionName: 'getOwners' })).toEqual(
      owners.map((o) => o.address),
    );
    expect(await client.readContract({ ...read, functionName: 'getThreshold' })).toBe(3n);
    expect(await client.getBalance({ address: safe })).toBe(parseEther('1000'));
    const balance = {
      address: token.address,
      abi: erc20Abi,
      functionName: 'balanceOf',
      args: [safe],
    } as const;
    expect(await client.readContract(balance)).toBe(10_000_000_000_000n);
    const stored = await client.getStorageAt({ address: token.address, slot: balanceSlotOf(safe) });
    expect(BigInt(stored ?? '0x0')).toBe(10_000_000_000_000n);
    expect(keccak256((await client.getCode({ address: token.address })) ?? '0x')).toBe(token.codeHash);
  });

  it('moves ETH by an execTransaction that three owners signed', async () => {
    const { client, safe, owners, relayer } = chain;
    const to = '0x00000000000000000000000000000000000c01d5';
    const message = { to, value: parseEther('30'), data: '0x', operation: 0 } as const;
    const rest = {
      safeTxGas: 0n,
      baseGas: 0n,
      gasPrice: 0n,
      gasToken: zeroAddress,
      refundReceiver: zeroAddress,
    };
    const signers = owners
      .slice(0, 3)
      .sort((a, b) => (a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1));
    const signatures = await Promise.all(
      signers.map((owner) =>
        owner.signTypedData({
          domain: { chainId: 31337, verifyingContract: safe },
          types: { SafeTx: safeTx },
          primaryType: 'SafeTx',
          message: { ...message, ...rest, nonce: 0n },
        }),
      ),
    );
    const hash = await client.writeContract({
      account: relayer,
      address: safe,
      abi: safeAbi,
      functionName: 'execTransaction',
      args: [to, message.value, '0x', 0, 0n, 0n, 0n, zeroAddress, zeroAddress, concat(signatures)],
    });
    const receipt = await client.waitForTransactionReceipt({ hash });
    expect(receipt.status).toBe('success');
    expect(await client.getBalance({ address: to })).toBe(parseEther('30'));
    expect(await client.getBalance({ address: safe })).toBe(parseEther('970'));
    expect(await client.readContract({ address: safe, abi: safeAbi, functionName: 'nonce' })).toBe(1n);
  });

  it('mines on demand and finalises', async () => {
    const before = await chain.client.getBlockNumber({ cacheTime: 0 });
    await chain.mine(3);
    expect(await chain.client.getBlockNumber({ cacheTime: 0 })).toBe(before + 3n);
    const finalized = await chain.client.getBlock({ blockTag: 'finalized' });
    expect(finalized.number).toBeGreaterThan(before - 1n);
  });

  it('has a second endpoint that passes on, lies, hangs or is gone', async () => {
    const { proxy, rpcUrls, client } = chain;
    const [second, impatient] = [20_000, 300].map((timeout) =>
      createPublicClient({ transport: http(rpcUrls[1], { retryCount: 0, timeout }) }),
    );
    if (!second || !impatient) throw new Error('no client');
    const latest = await client.getBlockNumber({ cacheTime: 0 });
    expect(await second.getBlockNumber({ cacheTime: 0 })).toBe(latest);
    proxy.tamper = (request, response) =>
      request.method === 'eth_blockNumber' ? { ...response, result: '0x2a' } : response;
    expect(await second.getBlockNumber({ cacheTime: 0 })).toBe(42n);
    expect(await second.getChainId()).toBe(31337);
    proxy.mode = 'silent';
    await expect(impatient.getChainId()).rejects.toThrow('took too long');
    proxy.mode = 'down';
    await expect(second.getChainId()).rejects.toThrow('HTTP request failed');
    proxy.mode = 'pass';
    proxy.tamper = undefined;
    expect(await second.getBlockNumber({ cacheTime: 0 })).toBe(latest);
  });
});

describe('freshDatabase', () => {
  it('gives each caller its own, ready for use', async () => {
    const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
    const clients = await Promise.all([one, two].map(({ url }) => openClient(url)));
    try {
      for (const client of clients) {
        await client.query(`INSERT INTO limit_scope (key) VALUES ('only mine')`);
        await client.query(`SELECT graphile_worker.add_job('some task')`);
      }
    } finally {
      await Promise.all(clients.map((client) => client.end()));
      await Promise.all([one.drop(), two.drop()]);
    }
    await expect(openClient(one.url)).rejects.toThrow('does not exist');
  });
});
