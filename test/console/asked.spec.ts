import { describe, expect, it } from '@jest/globals';
import { stringToHex } from 'viem';
import { createSiweMessage } from 'viem/siwe';
import {
  type Statement,
  statementDigest,
  statementDomain,
  statementJson,
} from '../../src/domain/signatures/statement.js';
import { safeTxDigests, safeTxTypedData } from '../../src/domain/transfers/safe-tx-hash.js';
import { parseAddress } from '../../src/domain/values/address.js';
import { readAsked } from '../../console/wallet/asked.js';

const ACCOUNT = parseAddress('0x70997970C51812dc3A010C7d01b50e0d17dc79C8');
const SAFE = parseAddress('0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC');
const ZERO = parseAddress(`0x${'0'.repeat(40)}`);

const asked = (method: string, ...params: readonly unknown[]) =>
  readAsked({ kind: 'request', id: 1, method, params });
const typed = (data: unknown) => asked('eth_signTypedData_v4', ACCOUNT, JSON.stringify(data));

describe('the wallet of the sandbox', () => {
  it('hashes a statement to the digest that Sluice has for it', () => {
    const statement: Statement = {
      domain: statementDomain(31_337, SAFE),
      types: {
        Said: [
          { name: 'words', type: 'string' },
          { name: 'at', type: 'uint64' },
          { name: 'all', type: 'bytes32[]' },
        ],
      },
      primaryType: 'Said',
      message: { words: 'Send 1 ETH', at: 1_800_000_000n, all: [`0x${'ab'.repeat(32)}`] },
    };
    const read = typed(statementJson(statement));
    expect(read).toMatchObject({ kind: 'typed-data', digests: { digest: statementDigest(statement) } });
  });

  it('hashes a Safe transaction to what its owners sign', () => {
    const tx = {
      ...({ to: ACCOUNT, value: 10n ** 30n, data: '0x', operation: 0, safeTxGas: 0n, baseGas: 0n } as const),
      ...{ gasPrice: 0n, gasToken: ZERO, refundReceiver: ZERO, nonce: 7n },
    };
    const read = typed(safeTxTypedData(tx, 31_337, SAFE));
    expect(read).toMatchObject({ digests: safeTxDigests(tx, 31_337, SAFE) });
  });

  it('signs no text but a sign-in that says what it is read as', () => {
    const message = createSiweMessage({
      ...{ domain: 'localhost:3000', uri: 'http://localhost:3000', version: '1', nonce: 'abcdef0123456789' },
      ...{ address: ACCOUNT, chainId: 31_337 },
    });
    expect(asked('personal_sign', stringToHex(message), ACCOUNT)).toMatchObject({
      kind: 'sign-in',
      text: message,
    });
    for (const text of ['I owe you all of it', `${message}\nand all of it`, ''])
      expect(asked('personal_sign', stringToHex(text), ACCOUNT)).toBeUndefined();
  });

  it('signs nothing that it cannot hash or read', () => {
    for (const text of ['', 'null', '{"types":{},"primaryType":"X","domain":{},"message":{}', '[]'])
      expect(asked('eth_signTypedData_v4', ACCOUNT, text)).toBeUndefined();
    const types = { X: [{ name: 'n', type: 'uint256' }] };
    const rounded = { types, primaryType: 'X', domain: { chainId: 1 }, message: { n: 2 ** 60 } };
    expect(typed(rounded)).toBeUndefined();
    expect(asked('eth_sign', ACCOUNT, `0x${'ab'.repeat(32)}`)).toBeUndefined();
  });
});
