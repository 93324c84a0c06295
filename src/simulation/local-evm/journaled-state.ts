import type { AccountFields, StateManagerInterface } from '@ethereumjs/common';
import {
  type Account,
  type Address as EvmAddress,
  bytesToHex,
  createAccount,
  hexToBytes,
} from '@ethereumjs/util';
import { type Hex, keccak256, pad, trim } from 'viem';
import type { StorageOverride } from '../../domain/simulation/exec-call.js';
import { type AccountState, NO_CODE_HASH } from '../../domain/simulation/state-proof.js';
import { type Address, addressFromHex } from '../../domain/values/address.js';
import { type Bytes32, parseBytes32 } from '../../domain/values/hex.js';
import type { DiffEffects } from '../node-engines/prestate-diff.js';
import type { ProvenState } from './proven-state.js';

const ZERO_WORD = parseBytes32(`0x${'0'.repeat(64)}`);
const NOTHING = new Uint8Array(0);

/**
 * An execution's changes to a proven state, with rollback for failed frames. It implements ethereumjs' state interface;
 * the parts that only whole chains need throw.
 */
export class JournaledState implements StateManagerInterface {
  readonly #accounts = new Map<Address, Account | undefined>();
  readonly #storage = new Map<Address, Map<Bytes32, Bytes32>>();
  /** Accounts whose storage was emptied, because they were created here. */
  readonly #cleared = new Set<Address>();
  readonly #codes = new Map<Bytes32, Uint8Array>();
  readonly #undo: (() => void)[] = [];
  readonly #marks: number[] = [];
  readonly #overrides: ReadonlyMap<string, Bytes32>;

  readonly originalStorageCache = {
    get: async (address: EvmAddress, key: Uint8Array): Promise<Uint8Array> =>
      storedBytes(await this.#base(addressOf(address), slotOf(key))),
    clear: (): void => undefined,
  };

  constructor(
    private readonly proven: ProvenState,
    overrides: readonly StorageOverride[],
  ) {
    this.#overrides = new Map(overrides.map(({ account, slot, value }) => [account + slot, value]));
  }

  async getAccount(address: EvmAddress): Promise<Account | undefined> {
    const account = await this.#current(addressOf(address));
    // A copy, because the EVM mutates the account before it stores it, or without storing it.
    return account && copyOf(account);
  }

  putAccount(address: EvmAddress, account?: Account): Promise<void> {
    const key = addressOf(address);
    const [had, before] = [this.#accounts.has(key), this.#accounts.get(key)];
    this.#accounts.set(key, account && copyOf(account));
    this.#undo.push(() => {
      if (had) this.#accounts.set(key, before);
      else this.#accounts.delete(key);
    });
    return Promise.resolve();
  }

  deleteAccount(address: EvmAddress): Promise<void> {
    return this.putAccount(address, undefined);
  }

  async modifyAccountFields(address: EvmAddress, fields: AccountFields): Promise<void> {
    const account = (await this.getAccount(address)) ?? createAccount({});
    await this.putAccount(address, Object.assign(account, fields));
  }

  async putCode(address: EvmAddress, code: Uint8Array): Promise<void> {
    const codeHash = parseBytes32(keccak256(code));
    this.#codes.set(codeHash, code);
    await this.modifyAccountFields(address, { codeHash: hexToBytes(codeHash) });
  }

  async getCode(address: EvmAddress): Promise<Uint8Array> {
    const account = await this.#current(addressOf(address));
    const hash = codeHashOf(account);
    if (hash === NO_CODE_HASH) return NOTHING;
    return this.#codes.get(hash) ?? this.proven.code(addressOf(address), hash);
  }

  async getCodeSize(address: EvmAddress): Promise<number> {
    return (await this.getCode(address)).length;
  }

  async getStorage(address: EvmAddress, key: Uint8Array): Promise<Uint8Array> {
    const [account, slot] = [addressOf(address), slotOf(key)];
    return storedBytes(this.#storage.get(account)?.get(slot) ?? (await this.#underlying(account, slot)));
  }

  putStorage(address: EvmAddress, key: Uint8Array, value: Uint8Array): Promise<void> {
    const [account, slot] = [addressOf(address), slotOf(key)];
    const slots = this.#storage.get(account) ?? new Map<Bytes32, Bytes32>();
    this.#storage.set(account, slots);
    const before = slots.get(slot);
    slots.set(slot, parseBytes32(pad(bytesToHex(value), { size: 32 })));
    this.#undo.push(() => {
      if (before === undefined) slots.delete(slot);
      else slots.set(slot, before);
    });
    return Promise.resolve();
  }

  clearStorage(address: EvmAddress): Promise<void> {
    const account = addressOf(address);
    const [slots, had] = [this.#storage.get(account), this.#cleared.has(account)];
    this.#storage.delete(account);
    this.#cleared.add(account);
    this.#undo.push(() => {
      if (slots) this.#storage.set(account, slots);
      if (!had) this.#cleared.delete(account);
    });
    return Promise.resolve();
  }

  checkpoint(): Promise<void> {
    this.#marks.push(this.#undo.length);
    return Promise.resolve();
  }

  commit(): Promise<void> {
    this.#mark();
    return Promise.resolve();
  }

  revert(): Promise<void> {
    const mark = this.#mark();
    while (this.#undo.length > mark) this.#undo.pop()?.();
    return Promise.resolve();
  }

  /** The difference from the proven state. */
  async difference(executor: Address): Promise<DiffEffects> {
    const accounts = [...this.#accounts.keys()];
    const changes = await Promise.all(
      accounts.map(async (account) => {
        const before = await this.proven.account(account);
        return { account, before, after: this.#accounts.get(account) };
      }),
    );
    const nonces = changes.filter(({ account, after }) => account !== executor && after);
    return {
      writes: await this.#writes(),
      codeChanges: changes
        .filter(({ before, after }) => (before?.codeHash ?? NO_CODE_HASH) !== codeHashOf(after))
        .map(({ account, after }) => ({ account, codeHash: codeHashOf(after) })),
      nonceChanges: nonces
        .map(({ account, before, after }) => {
          return { account, before: before?.nonce ?? 0n, after: after?.nonce ?? 0n };
        })
        .filter(({ before, after }) => before !== after),
      balances: new Map(
        changes.map(({ account, before, after }) => [
          account,
          (after?.balance ?? 0n) - (before?.balance ?? 0n),
        ]),
      ),
    };
  }

  async #writes(): Promise<DiffEffects['writes']> {
    const slots = [...this.#storage].flatMap(([account, words]) =>
      [...words].map(([slot, after]) => ({ account, slot, after })),
    );
    const writes = await Promise.all(
      slots.map(async (each) => ({ ...each, before: await this.#base(each.account, each.slot) })),
    );
    return writes.filter(({ before, after }) => before !== after);
  }

  async #current(account: Address): Promise<Account | undefined> {
    if (this.#accounts.has(account)) return this.#accounts.get(account);
    const state = await this.proven.account(account);
    return state ? accountOf(state) : undefined;
  }

  #underlying(account: Address, slot: Bytes32): Promise<Bytes32> {
    return this.#cleared.has(account) ? Promise.resolve(ZERO_WORD) : this.#base(account, slot);
  }

  /** The word before the execution, with the simulation's overrides. */
  #base(account: Address, slot: Bytes32): Promise<Bytes32> {
    const pretended = this.#overrides.get(account + slot);
    return pretended === undefined ? this.proven.slot(account, slot) : Promise.resolve(pretended);
  }

  #mark(): number {
    const mark = this.#marks.pop();
    if (mark === undefined) throw new Error('a frame ended that never began');
    return mark;
  }

  getStateRoot = notForOneCall;
  setStateRoot = notForOneCall;
  hasStateRoot = notForOneCall;
  shallowCopy = notForOneCall;
  clearCaches = (): void => undefined;
}

function notForOneCall(): never {
  throw new Error('the state of one call has no root of its own');
}

function addressOf(address: EvmAddress): Address {
  return addressFromHex(address.toString());
}

function slotOf(key: Uint8Array): Bytes32 {
  return bytesToHex(key) as Bytes32;
}

function accountOf({ nonce, balance, storageRoot, codeHash }: AccountState): Account {
  return createAccount({
    nonce,
    balance,
    storageRoot: hexToBytes(storageRoot),
    codeHash: hexToBytes(codeHash),
  });
}

function copyOf({ nonce, balance, storageRoot, codeHash }: Account): Account {
  return createAccount({ nonce, balance, storageRoot, codeHash });
}

function codeHashOf(account: Account | undefined): Bytes32 {
  return account ? (bytesToHex(account.codeHash) as Bytes32) : NO_CODE_HASH;
}

/** A stored word in the EVM's form: without leading zeros, empty for zero. */
function storedBytes(word: Bytes32): Uint8Array {
  return word === ZERO_WORD ? NOTHING : hexToBytes(trim(word as Hex));
}
