import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex, hashTypedData, numberToHex } from 'viem';
import { mappingAt } from '../assets/balance-layout.js';
import type { Asset } from '../assets/asset.js';
import { statementDigest, statementJson } from '../signatures/statement.js';
import { ZERO_ADDRESS, addressFromHex } from '../values/address.js';
import { AMOUNT_MAX, amountOf } from '../values/amount.js';
import { parseBytes32 } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import {
  type Intent,
  StoredIntent,
  assetAddress,
  intentHash,
  intentStatement,
  storeIntent,
} from './intent.js';

const anyBytes32 = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => parseBytes32(bytesToHex(bytes)));
const anyAddress = fc
  .bigInt({ min: 0n, max: (1n << 160n) - 1n })
  .map((value) => addressFromHex(numberToHex(value, { size: 20 })));
const anyUuid = fc.uuid({ version: 7 });

const anyIntent: fc.Arbitrary<Intent> = fc.record({
  safeId: anyUuid.map((uuid) => parseId('safe', `safe_${uuid}`)),
  chainId: fc.integer({ min: 1, max: 4_294_967_295 }),
  safe: anyAddress,
  assetId: anyUuid.map((uuid) => parseId('ast', `ast_${uuid}`)),
  asset: anyAddress,
  destinationId: anyUuid.map((uuid) => parseId('dst', `dst_${uuid}`)),
  destination: anyAddress,
  amount: fc.bigInt({ min: 0n, max: AMOUNT_MAX }).map(amountOf),
  reference: fc.string({ unit: 'grapheme', minLength: 1 }),
  requesterId: anyUuid.map((uuid) => parseId('per', `per_${uuid}`)),
  salt: anyBytes32,
  expiresAt: fc.nat().map(unixSeconds),
});

const FIELDS = [
  ...(['safeId', 'chainId', 'safe', 'assetId', 'asset', 'destinationId', 'destination'] as const),
  ...(['amount', 'reference', 'requesterId', 'salt', 'expiresAt'] as const),
];

describe(intentHash.name, () => {
  it('the fields of this spec are all fields that an intent has', () => {
    fc.assert(
      fc.property(anyIntent, (intent) => {
        expect(Object.keys(StoredIntent.shape).sort()).toEqual([...FIELDS].sort());
        expect(Object.keys(intent).sort()).toEqual([...FIELDS].sort());
      }),
      { numRuns: 1 },
    );
  });

  it.each(FIELDS)('invariant 8: another %s is another intent', (field) => {
    fc.assert(
      fc.property(anyIntent, anyIntent, (intent, other) => {
        fc.pre(intent[field] !== other[field]);
        expect(intentHash({ ...intent, [field]: other[field] })).not.toBe(intentHash(intent));
      }),
      { numRuns: 30 },
    );
  });

  it("invariant 8: is viem's hash of the statement that the requester's wallet is given", () => {
    fc.assert(
      fc.property(anyIntent, (intent) => {
        const statement = intentStatement(intent);
        const typed = JSON.parse(JSON.stringify(statementJson(statement))) as Parameters<
          typeof hashTypedData
        >[0];
        expect(hashTypedData(typed)).toBe(intentHash(intent));
        expect(statementDigest(statement)).toBe(intentHash(intent));
      }),
    );
  });

  it('invariant 1: an intent has no word for calldata, operation, gas or nonce', () => {
    const [{ primaryType, types }] = fc.sample(anyIntent, 1).map(intentStatement) as [
      ReturnType<typeof intentStatement>,
    ];
    expect(types[primaryType]?.map(({ name }) => name)).toEqual([
      ...['safeId', 'assetId', 'asset', 'destinationId', 'destination'],
      ...['amount', 'reference', 'requester', 'salt', 'expiresAt'],
    ]);
  });
});

describe('a stored intent', () => {
  it('parse(store(intent)) is the intent, also over JSON', () => {
    fc.assert(
      fc.property(anyIntent, (intent) => {
        const stored: unknown = JSON.parse(JSON.stringify(storeIntent(intent)));
        expect(StoredIntent.parse(stored)).toEqual(intent);
      }),
    );
  });

  it('invariant 1: takes no further member', () => {
    const [intent] = fc.sample(anyIntent, 1) as [Intent];
    expect(StoredIntent.safeParse({ ...storeIntent(intent), data: '0x' }).success).toBe(false);
  });
});

describe(assetAddress.name, () => {
  it('is the token, or zero for the coin', () => {
    const id = parseId('ast', 'ast_01890a5d-ac96-774b-bcce-b302099a8057');
    const coin: Asset = { kind: 'native', id, chainId: 1, symbol: 'ETH', decimals: 18 };
    const token = addressFromHex(numberToHex(7n, { size: 20 }));
    const codeHash = parseBytes32(`0x${'ab'.repeat(32)}`);
    expect(assetAddress(coin)).toBe(ZERO_ADDRESS);
    expect(
      assetAddress({
        kind: 'erc20',
        id,
        chainId: 1,
        symbol: 'T',
        decimals: 6,
        address: token,
        codeHash,
        balances: mappingAt(0),
        proxy: null,
      }),
    ).toBe(token);
  });
});
