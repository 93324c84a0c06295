import { keccak256 } from 'viem';
import { z } from 'zod';
import type { CodeChange, NonceChange, StorageWrite } from '../../domain/simulation/effects.js';
import type { StorageOverride } from '../../domain/simulation/exec-call.js';
import { type Address, addressFromHex } from '../../domain/values/address.js';
import { type Bytes32, parseBytes32 } from '../../domain/values/hex.js';
import { AddressAnswer, Bytes, Quantity, Word } from '../../infra/chain/rpc-answers.js';

// Strict: an unknown account field could be a change that we would miss.
const Account = z.strictObject({
  balance: Quantity.optional(),
  // geth and reth give a JSON number here, unlike everywhere else.
  nonce: z.int().min(0).optional(),
  code: Bytes.optional(),
  codeHash: Word.optional(),
  storage: z.record(Word, Word).optional(),
});

const Accounts = z.record(AddressAnswer, Account);

/** The answer of the prestateTracer with diffMode: what changed, before (`pre`) and after (`post`). */
export const PrestateDiff = z.strictObject({ pre: Accounts, post: Accounts });
export type PrestateDiff = z.output<typeof PrestateDiff>;

type Account = z.output<typeof Account>;

const ZERO_WORD = parseBytes32(`0x${'0'.repeat(64)}`);

/** The effects that a prestate diff reports. */
export interface DiffEffects {
  readonly writes: readonly StorageWrite[];
  readonly codeChanges: readonly CodeChange[];
  readonly nonceChanges: readonly NonceChange[];
  /** Wei, for every account that the diff names. */
  readonly balances: ReadonlyMap<Address, bigint>;
}

/**
 * Reads a diff. In `post` a field is absent if it did not change, an account if it was destroyed, and a slot if it
 * became zero; in `pre` a slot is absent if it was zero.
 */
export function diffEffects(
  diff: PrestateDiff,
  overrides: readonly StorageOverride[],
  executor: Address,
): DiffEffects {
  const accounts = [...new Set([...keysOf(diff.pre), ...keysOf(diff.post)])];
  const changes = accounts.map((account) => ({
    account,
    before: diff.pre[account],
    after: diff.post[account],
  }));
  return {
    writes: changes.flatMap(writesOf).filter((write) => !isOverride(write, overrides)),
    codeChanges: changes.flatMap(codeChangeOf),
    // The executor's nonce grows with every transaction that it sends, so it is no effect of this one.
    nonceChanges: changes.filter((each) => each.account !== executor).flatMap(nonceChangeOf),
    balances: new Map(changes.map((each) => [each.account, balanceDelta(each)])),
  };
}

interface Change {
  readonly account: Address;
  readonly before: Account | undefined;
  readonly after: Account | undefined;
}

function keysOf(accounts: PrestateDiff['pre']): readonly Address[] {
  return Object.keys(accounts).map(addressFromHex);
}

function writesOf({ account, before, after }: Change): readonly StorageWrite[] {
  const [pre, post] = [before?.storage ?? {}, after?.storage ?? {}];
  const slots = [...new Set([...Object.keys(pre), ...Object.keys(post)])].map(parseBytes32);
  return slots.map((slot) => ({
    account,
    slot,
    before: pre[slot] ?? ZERO_WORD,
    after: post[slot] ?? ZERO_WORD,
  }));
}

// Some nodes list the overridden slots as changes. Only a value other than the override is a write.
function isOverride(write: StorageWrite, overrides: readonly StorageOverride[]): boolean {
  return overrides.some(
    (each) =>
      each.account === write.account &&
      each.slot === write.slot &&
      each.value === write.after &&
      (write.before === ZERO_WORD || write.before === each.value),
  );
}

function codeChangeOf({ account, before, after }: Change): readonly CodeChange[] {
  const destroyed = after === undefined && before?.code !== undefined && before.code !== '0x';
  if (destroyed) return [{ account, codeHash: hashOf('0x') }];
  if (after?.code === undefined || after.code === (before?.code ?? '0x')) return [];
  return [{ account, codeHash: hashOf(after.code) }];
}

function hashOf(code: `0x${string}`): Bytes32 {
  return parseBytes32(keccak256(code));
}

function nonceChangeOf({ account, before, after }: Change): readonly NonceChange[] {
  const from = before?.nonce ?? 0;
  const to = after?.nonce ?? from;
  return to === from ? [] : [{ account, before: BigInt(from), after: BigInt(to) }];
}

function balanceDelta({ before, after }: Change): bigint {
  const from = before?.balance ?? 0n;
  // A destroyed account has nothing left; an existing one without a balance field is unchanged.
  const to = after ? (after.balance ?? from) : 0n;
  return to - from;
}
