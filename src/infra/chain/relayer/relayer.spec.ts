import { describe, expect, it } from '@jest/globals';
import { type Hex, keccak256, parseTransaction, recoverTransactionAddress } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';
import { LOG_SETTINGS } from '../../../../test/log-settings.js';
import { CHAIN_ID, HOT_WALLET } from '../../../../test/simulated-transfer.js';
import { loadConfig } from '../../../config/config.js';
import { addressFromHex } from '../../../domain/values/address.js';
import { Relayer } from './relayer.js';

const SHARED: Hex = `0x${'11'.repeat(32)}`;
const OWN: Hex = `0x${'22'.repeat(32)}`;
const [safe, other] = [addressFromHex(`0x${'5a'.repeat(20)}`), addressFromHex(`0x${'5b'.repeat(20)}`)];
const addressOf = (key: Hex) => addressFromHex(privateKeyToAddress(key));

const config = loadConfig({
  DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
  RPC_URLS: 'rpc-1=http://127.0.0.1:1,rpc-2=http://127.0.0.1:2',
  CHAIN_ID: String(CHAIN_ID),
  RELAYER_PRIVATE_KEY: SHARED,
  RELAYER_PRIVATE_KEYS: `${safe}=${OWN}`,
  FOUNDING_DIGEST: `0x${'00'.repeat(32)}`,
  ...LOG_SETTINGS,
  SESSION_SECRET: 'a secret that is longer than 32 characters',
  PUBLIC_ORIGIN: 'http://localhost:3000',
});
const relayer = new Relayer(config);
const unsigned = {
  ...({ to: HOT_WALLET, data: '0x1234', nonce: 7n, gas: 125_000n } as const),
  fees: { maxFee: 30n, tip: 2n },
};

describe(Relayer.name, () => {
  it('signs a call of this chain and no other, at the given account nonce and without value', async () => {
    const { rawTransaction, transactionHash } = await relayer.sign(addressOf(SHARED), unsigned);
    const parsed = parseTransaction(rawTransaction);
    expect(parsed).toMatchObject({
      ...{ type: 'eip1559', chainId: CHAIN_ID, to: HOT_WALLET.toLowerCase(), data: '0x1234' },
      ...{ nonce: 7, gas: 125_000n, maxFeePerGas: 30n, maxPriorityFeePerGas: 2n },
    });
    expect(parsed.value ?? 0n).toBe(0n);
    expect(transactionHash).toBe(keccak256(rawTransaction));
  });

  it('sends for a Safe by its own key, and for all others by the shared one', async () => {
    expect([relayer.addressOf(safe), relayer.addressOf(other)]).toEqual([addressOf(OWN), addressOf(SHARED)]);
    expect(relayer.addresses).toEqual([addressOf(SHARED), addressOf(OWN)]);
    for (const address of relayer.addresses) {
      const { rawTransaction } = await relayer.sign(address, unsigned);
      const serializedTransaction = rawTransaction as `0x02${string}`;
      expect(await recoverTransactionAddress({ serializedTransaction })).toBe(address);
    }
    await expect(relayer.sign(other, unsigned)).rejects.toThrow("is no relayer's key");
  });

  it('shows its keys to nobody who prints it', () => {
    const text = JSON.stringify(relayer);
    expect(text).toContain(addressOf(OWN));
    for (const key of [SHARED, OWN]) expect(text).not.toContain(key.slice(2));
    expect(Object.keys(relayer)).toEqual(['addresses']);
  });
});
