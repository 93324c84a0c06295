import { type Hex, bytesToHex, hexToBytes, keccak256 } from 'viem';
import { DomainError } from '../../domain/errors.js';
import type { AgreedBlock } from '../../domain/simulation/block.js';
import { type BlockHeader, headerHash } from '../../domain/simulation/header.js';
import {
  type AccountProof,
  type AccountState,
  type SlotProof,
  type StateEvidence,
  provenAccount,
} from '../../domain/simulation/state-proof.js';
import { hashedOnce } from '../../domain/simulation/trie-proof.js';
import type { Address } from '../../domain/values/address.js';
import { type Bytes32, parseBytes32 } from '../../domain/values/hex.js';
import type { StateSource, Wanted } from './state-source.js';
import type { CheckedCodes } from './checked-codes.js';

const ZERO_WORD = parseBytes32(`0x${'0'.repeat(64)}`);
const EMPTY_ROOT = parseBytes32(keccak256('0x80'));

interface Known {
  readonly state: AccountState | null;
  readonly storage: Map<Bytes32, Bytes32>;
  readonly accountProof: readonly Hex[];
  readonly slotProofs: SlotProof[];
}

/** The state of the chain at one block, all of it proven against the block's hash. */
export class ProvenState {
  readonly #known = new Map<Address, Known>();
  readonly #headers = new Map<Bytes32, BlockHeader>();
  readonly #usedCodes = new Map<Bytes32, Uint8Array>();
  readonly #nodeHash = hashedOnce();

  constructor(
    private readonly block: AgreedBlock,
    private readonly source: StateSource,
    private readonly codes: CheckedCodes,
  ) {}

  /** The whole header of the block. */
  header(): Promise<BlockHeader> {
    return this.#headerOf(this.block.hash);
  }

  /** Proves what is not known yet, with one concurrent call for each account. */
  async load(wanted: readonly Wanted[]): Promise<void> {
    await Promise.all(wanted.map(({ account, slots }) => this.#prove(account, slots)));
  }

  /** Null if there is no such account. */
  async account(account: Address): Promise<AccountState | null> {
    return (this.#known.get(account) ?? (await this.#prove(account, []))).state;
  }

  async slot(account: Address, slot: Bytes32): Promise<Bytes32> {
    const root = (await this.account(account))?.storageRoot;
    if (root === undefined || root === EMPTY_ROOT) return ZERO_WORD;
    const word =
      this.#known.get(account)?.storage.get(slot) ?? (await this.#prove(account, [slot])).storage.get(slot);
    if (word === undefined) throw new TypeError('a slot was proven and is not there');
    return word;
  }

  /** The code with the hash that the account is proven to have. */
  async code(account: Address, codeHash: Bytes32): Promise<Uint8Array> {
    const code = this.codes.get(codeHash) ?? (await this.#fetchCode(account, codeHash));
    this.#usedCodes.set(codeHash, code);
    return code;
  }

  /** The hash of a block at most 256 before this one, by the chain of parent hashes. */
  async blockHash(number: bigint): Promise<Bytes32> {
    let header = await this.header();
    while (header.number > number + 1n) header = await this.#headerOf(header.parentHash);
    return header.parentHash;
  }

  /** Every account and slot that was proven. */
  touched(): readonly Wanted[] {
    return [...this.#known].map(([account, { storage }]) => ({ account, slots: [...storage.keys()] }));
  }

  evidence(): StateEvidence {
    const proofs = [...this.#known].map(([address, { accountProof, slotProofs }]) => ({
      address,
      accountProof,
      slots: slotProofs,
    }));
    const codes = [...this.#usedCodes.values()].map((code) => bytesToHex(code));
    return { headers: [...this.#headers.values()], proofs, codes };
  }

  async #fetchCode(account: Address, codeHash: Bytes32): Promise<Uint8Array> {
    const code = hexToBytes(await this.source.code(account, codeHash));
    if (keccak256(code) !== codeHash) {
      throw new DomainError('RPC_DISAGREE', 'the code is not the one that the state root commits to');
    }
    this.codes.put(codeHash, code);
    return code;
  }

  async #prove(account: Address, slots: readonly Bytes32[]): Promise<Known> {
    const before = this.#known.get(account);
    const missing = slots.filter((slot) => !before?.storage.has(slot));
    if (before && missing.length === 0) return before;
    const proof = await this.source.proof(account, missing);
    return this.#keep(account, proof, provenAccount(this.block.stateRoot, proof, this.#nodeHash));
  }

  #keep(account: Address, proof: AccountProof, proven: ReturnType<typeof provenAccount>): Known {
    // A concurrent call may have proven the account meanwhile; both proofs hold, so they agree.
    const known = this.#known.get(account) ?? {
      state: proven.state,
      storage: new Map<Bytes32, Bytes32>(),
      accountProof: proof.accountProof,
      slotProofs: [],
    };
    for (const { slot, proof: nodes } of proof.slots) {
      if (known.storage.has(slot)) continue;
      known.storage.set(slot, proven.storage.get(slot) ?? ZERO_WORD);
      known.slotProofs.push({ slot, proof: nodes });
    }
    this.#known.set(account, known);
    return known;
  }

  async #headerOf(hash: Bytes32): Promise<BlockHeader> {
    const known = this.#headers.get(hash);
    if (known) return known;
    const header = await this.source.header(hash);
    if (headerHash(header) !== hash) {
      throw new DomainError('RPC_DISAGREE', 'a block header does not hash to its block hash');
    }
    this.#headers.set(hash, header);
    return header;
  }
}
