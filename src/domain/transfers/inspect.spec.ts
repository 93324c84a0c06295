import { describe, expect, it } from '@jest/globals';
import { aDestination } from '../../../test/builders/destination.js';
import { type Hex, keccak256 } from 'viem';
import { attacks } from '../../../test/vectors/attacks.js';
import { mappingAt } from '../assets/balance-layout.js';
import type { Destination } from '../address-book/destination.js';
import type { Asset } from '../assets/asset.js';
import { addressFromHex } from '../values/address.js';
import { parseBytes32 } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { EVIL, TEST_WORLD, goodTransaction } from '../self-test/test-world.js';
import { CONTROL } from '../self-test/built-in-attacks.js';
import { type World, inspect, judgeTransaction } from './inspect.js';
import type { ProposedSafeTransaction } from './safe-transaction.js';

const { world } = attacks;
const assetId = (n: number) => parseId('ast', `ast_01890a5d-ac96-774b-bcce-b302099a805${String(n)}`);

const native: Asset = { kind: 'native', id: assetId(0), chainId: world.chainId, symbol: 'ETH', decimals: 18 };
const tokens = world.tokens.map((token, at): Asset => {
  const codeHash = parseBytes32(keccak256(token.address));
  return {
    kind: 'erc20',
    id: assetId(at + 1),
    chainId: world.chainId,
    ...token,
    codeHash,
    balances: mappingAt(9),
    proxy: null,
  };
});
const assets = [native, ...tokens];

const hot: Destination = {
  ...aDestination(),
  id: parseId('dst', 'dst_01890a5d-ac96-774b-bcce-b302099a8057'),
  chainId: world.chainId,
  address: addressFromHex('0xf3a9c1d4e5b60718293a4b5c6d7e8f9001122334'),
  label: 'HOT-1',
  assetIds: assets.map(({ id }) => id),
  approvedAt: unixSeconds(1),
  expiresAt: unixSeconds(2_000_000_000),
  removedAt: null,
  codeHash: null,
};

const against = (destinations: readonly Destination[]): World => ({
  safe: world.safe,
  chainId: world.chainId,
  version: '1.4.1',
  assets,
  nonce: BigInt(world.onchainNonce),
  destinations,
  limits: [],
  now: null,
  owners: world.owners,
  threshold: world.threshold,
  safeFault: null,
  notChecked: [],
});

const judge = (transaction: ProposedSafeTransaction, against: World) =>
  judgeTransaction({ transaction }, against);

// Batches are never built, so they are refused before anyone reads which of their legs is bad. The chain and the
// version of a Safe are no part of a Safe transaction: the caller chooses the world by them.
const isBatch = (vector: { id: string }) => vector.id.startsWith('MS-');
const single = attacks.safeTx.filter(
  (each) => !isBatch(each) && !each.id.startsWith('CH-') && each.id !== 'OK-03',
);

describe(judgeTransaction.name, () => {
  it('the corpus has enough to ask about', () => {
    expect(single.length).toBeGreaterThan(20);
    expect(attacks.safeTx.filter(isBatch).length).toBeGreaterThan(5);
  });

  it.each(single)('invariant 1: $id $name is owed $expect.verdict $expect.code', (vector) => {
    const { verdict, code } = judge(vector.tx, against([hot]));
    expect({ verdict, code: code ?? '' }).toEqual(vector.expect);
  });

  it.each(attacks.safeTx.filter(isBatch))('invariant 1: batch $id $name is refused', (vector) => {
    expect(judge(vector.tx, against([hot])).verdict).toBe('REFUSE');
  });

  it('invariant 1: a same-nonce cancel is no transfer', () => {
    const cancel = attacks.safeTx.find(({ id }) => id === 'OK-03');
    if (!cancel) throw new Error('the corpus lacks OK-03');
    expect(judge(cancel.tx, against([hot]))).toMatchObject({
      verdict: 'ACCEPT_AS_CANCEL',
      code: null,
    });
  });

  const controls = single.filter(({ expect: { verdict } }) => verdict === 'ACCEPT');

  it.each(controls)(
    '$id is refused where its destination is not, or no longer, in the address book',
    (vector) => {
      const stranger = { ...hot, address: addressFromHex('0xbad0000000000000000000000000000000000001') };
      const removed = { ...hot, removedAt: unixSeconds(5) };
      for (const book of [[], [stranger], [removed]]) {
        expect(judge(vector.tx, against(book))).toMatchObject({
          verdict: 'REFUSE',
          code: 'DEST_NOT_ALLOWED',
        });
      }
      expect(judge(vector.tx, against([removed, hot])).verdict).toBe('ACCEPT');
    },
  );

  it.each(controls)('$id is refused where its destination may not receive the asset', (vector) => {
    const moved =
      vector.tx.data === '0x'
        ? native
        : tokens.find((each) => 'address' in each && each.address === vector.tx.to);
    const others = { ...hot, assetIds: hot.assetIds.filter((id) => id !== moved?.id) };
    expect(others.assetIds).toHaveLength(hot.assetIds.length - 1);
    expect(judge(vector.tx, against([others]))).toMatchObject({
      verdict: 'REFUSE',
      code: 'DEST_NOT_ALLOWED',
    });
  });
});

describe(inspect.name, () => {
  const stranger = `${CONTROL.signatures?.slice(0, -130) ?? ''}${'1'.repeat(128)}1b` as Hex;
  const delegatecall = goodTransaction({ operation: 1 });

  it('a signature over another hash outranks whatever else is wrong', async () => {
    const other = {
      transaction: goodTransaction({ nonce: 43n, operation: 1 }),
      signatures: CONTROL.signatures,
    };
    expect(await inspect(other, TEST_WORLD)).toMatchObject({ verdict: 'FREEZE', code: 'SIG_MISMATCH' });
  });

  it('a refused transaction is named before the form of its signatures', async () => {
    const both = { transaction: delegatecall, signatures: '0x00' as const };
    expect(await inspect(both, TEST_WORLD)).toMatchObject({ verdict: 'REFUSE', code: 'OP_DELEGATECALL' });
    expect(await inspect({ ...both, transaction: goodTransaction() }, TEST_WORLD)).toMatchObject({
      code: 'SIG_LENGTH',
    });
  });

  it('a Safe that is not as pinned outranks a good transaction and a bad one', async () => {
    const refusal = { code: 'SAFE_STATE_DRIFT', reason: 'slot 0' } as const;
    const world: World = { ...TEST_WORLD, safeFault: { verdict: 'FREEZE', refusal } };
    for (const transaction of [goodTransaction(), delegatecall]) {
      expect(await inspect({ transaction }, world)).toMatchObject({
        verdict: 'FREEZE',
        code: 'SAFE_STATE_DRIFT',
      });
    }
    const frozen: World = {
      ...TEST_WORLD,
      safeFault: { verdict: 'REFUSE', refusal: { code: 'SAFE_FROZEN', reason: '' } },
    };
    expect((await inspect({ transaction: delegatecall }, frozen)).code).toBe('OP_DELEGATECALL');
    expect((await inspect({ transaction: goodTransaction() }, frozen)).code).toBe('SAFE_FROZEN');
  });

  it('bytes that no key made do not freeze', async () => {
    const bytes = { transaction: goodTransaction(), signatures: stranger };
    expect((await inspect(bytes, TEST_WORLD)).code).toBe('SIG_MISMATCH');
  });

  it('invariant 6: holds, and says why, whatever part of the world is not known', async () => {
    const parts = ['safe', 'chainId', 'nonce', 'assets', 'destinations'] as const;
    for (const part of parts) {
      const inspection = await inspect({ transaction: goodTransaction() }, { ...TEST_WORLD, [part]: null });
      expect(inspection).toMatchObject({ verdict: 'HOLD', code: 'WORLD_UNAVAILABLE' });
      expect(inspection.notChecked.length).toBeGreaterThan(1);
    }
  });

  it('verifies confirmations under the names that they were stored under', async () => {
    const [first] = TEST_WORLD.owners ?? [];
    const signature = CONTROL.signatures?.slice(0, 132) as `0x${string}`;
    const stored = (owner: typeof EVIL) => ({
      transaction: goodTransaction(),
      confirmations: [{ owner, signature }],
    });
    expect((await inspect(stored(first ?? EVIL), TEST_WORLD)).verdict).toBe('ACCEPT');
    expect(await inspect(stored(EVIL), TEST_WORLD)).toMatchObject({
      verdict: 'FREEZE',
      code: 'SIG_MISMATCH',
    });
    const twice = {
      ...stored(first ?? EVIL),
      confirmations: [1, 2].map(() => ({ owner: first ?? EVIL, signature })),
    };
    expect(await inspect(twice, TEST_WORLD)).toMatchObject({ verdict: 'REFUSE', code: 'SIG_DUPLICATE' });
  });
});
