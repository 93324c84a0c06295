import { describe, expect, it } from '@jest/globals';
import { type MerklePatriciaTrie, createMPT, createMerkleProof } from '@ethereumjs/mpt';
import { bytesToHex, createAccount, hexToBytes } from '@ethereumjs/util';
import fc from 'fast-check';
import { type Hex, keccak256, numberToHex, toRlp } from 'viem';
import { DomainError } from '../errors.js';
import { addressFromHex } from '../values/address.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';
import { type AccountProof, NO_CODE_HASH, provenAccount } from './state-proof.js';

const word = (value: bigint): Bytes32 => parseBytes32(numberToHex(value, { size: 32 }));
const addressOf = (index: number): ReturnType<typeof addressFromHex> =>
  addressFromHex(numberToHex(BigInt(index) + 1n, { size: 20 }));

/** Small and large words, none of them zero: a slot that holds zero is not in a trie. */
const values = fc.oneof(fc.bigInt(1n, 300n), fc.bigInt(1n, (1n << 256n) - 1n));
const storages = fc.dictionary(fc.nat(40).map(String), values, { maxKeys: 20 });
const worlds = fc.array(
  fc.record({ nonce: fc.bigInt(0n, 9n), balance: fc.bigInt(0n, 1n << 90n), storage: storages }),
  {
    minLength: 1,
    maxLength: 12,
  },
);

interface World {
  readonly root: Bytes32;
  prove(index: number, slots: readonly Bytes32[]): Promise<AccountProof>;
}

interface Drawn {
  readonly nonce: bigint;
  readonly balance: bigint;
  readonly storage: Readonly<Record<string, bigint>>;
}

async function worldOf(accounts: readonly Drawn[]): Promise<World> {
  const state = await createMPT({ useKeyHashing: true });
  const tries: MerklePatriciaTrie[] = [];
  for (const [index, { nonce, balance, storage }] of accounts.entries()) {
    const trie = await createMPT({ useKeyHashing: true });
    for (const [slot, value] of Object.entries(storage)) {
      const trimmed = numberToHex(value).slice(2);
      const bytes: Hex = `0x${trimmed.length % 2 === 0 ? '' : '0'}${trimmed}`;
      await trie.put(hexToBytes(word(BigInt(slot))), hexToBytes(toRlp(bytes)));
    }
    tries.push(trie);
    const account = createAccount({ nonce, balance, storageRoot: trie.root() });
    await state.put(hexToBytes(addressOf(index)), account.serialize());
  }
  const nodes = async (trie: MerklePatriciaTrie, key: Hex): Promise<readonly Hex[]> =>
    (await createMerkleProof(trie, hexToBytes(key))).map((node) => bytesToHex(node));
  return {
    root: parseBytes32(bytesToHex(state.root())),
    prove: async (index, slots) => {
      const trie = tries[index] ?? (await createMPT({ useKeyHashing: true }));
      return {
        address: addressOf(index),
        accountProof: await nodes(state, addressOf(index)),
        slots: await Promise.all(slots.map(async (slot) => ({ slot, proof: await nodes(trie, slot) }))),
      };
    },
  };
}

describe('state proofs', () => {
  const slots = [0n, 1n, 7n, 39n, 1_000n].map(word);

  it('show what is in a state that another implementation built, and what is not', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (accounts) => {
        const world = await worldOf(accounts);
        for (const [index, account] of [...accounts, undefined].entries()) {
          const { state, storage } = provenAccount(world.root, await world.prove(index, slots));
          const expected = slots.map((slot) => word(account?.storage[String(BigInt(slot))] ?? 0n));
          expect([...storage.values()]).toEqual(expected);
          if (account === undefined) expect(state).toBeNull();
          else {
            const { nonce, balance } = account;
            expect(state).toMatchObject({ nonce, balance, codeHash: NO_CODE_HASH });
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('invariant 7: with any node changed, left out, doubled or taken from another proof show nothing', async () => {
    const damage = fc.constantFrom('change', 'drop', 'double', 'swap');
    await fc.assert(
      fc.asyncProperty(worlds, fc.nat(), fc.nat(), damage, async (accounts, which, where, kind) => {
        const world = await worldOf(accounts);
        const proof = await world.prove(which % accounts.length, []);
        const at = where % proof.accountProof.length;
        const node = proof.accountProof[at] ?? '0x';
        const damaged: Record<typeof kind, readonly Hex[]> = {
          change: proof.accountProof.with(at, flipped(node, where)),
          drop: proof.accountProof.toSpliced(at, 1),
          double: proof.accountProof.toSpliced(at, 0, node),
          swap: proof.accountProof.with(at, keccak256(node)),
        };
        expect(() => provenAccount(world.root, { ...proof, accountProof: damaged[kind] })).toThrow(
          DomainError,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('invariant 7: of one account show nothing of another', async () => {
    const world = await worldOf([
      { nonce: 1n, balance: 5n, storage: {} },
      { nonce: 2n, balance: 6n, storage: {} },
    ]);
    const [one, two] = [await world.prove(0, []), await world.prove(1, [])];
    expect(() => provenAccount(world.root, { ...one, accountProof: two.accountProof })).toThrow(DomainError);
    expect(() => provenAccount(word(1n), one)).toThrow(DomainError);
    expect(() => provenAccount(world.root, { ...one, accountProof: [] })).toThrow(DomainError);
  });
});

function flipped(node: Hex, seed: number): Hex {
  const at = 2 + (seed % (node.length - 2));
  const digit = (Number.parseInt(node.charAt(at), 16) ^ 1).toString(16);
  return `0x${node.slice(2, at)}${digit}${node.slice(at + 1)}`;
}
