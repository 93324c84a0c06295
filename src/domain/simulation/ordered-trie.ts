import { type Hex, keccak256, size, toRlp } from 'viem';
import { type Bytes32, parseBytes32, parseHex } from '../values/hex.js';
import { EMPTY_ROOT } from './trie-proof.js';

/** A trie node as RLP structures it: a list of byte strings, and of nodes short enough to be inlined. */
type Node = readonly (Hex | Node)[];

interface Item {
  /** The rest of the key, as hexadecimal digits. */
  readonly path: string;
  readonly value: Hex;
}

/** A transaction's or receipt's key in its block's trie: the RLP of its index, as hexadecimal digits. */
export function indexPath(index: number): string {
  return toRlp(rlpInteger(BigInt(index))).slice(2);
}

/** RLP has no numbers: an integer is its big-endian bytes without leading zeros, and zero is the empty string. */
export function rlpInteger(value: bigint): Hex {
  if (value === 0n) return '0x';
  const digits = value.toString(16);
  return parseHex(`0x${digits.length % 2 === 0 ? '' : '0'}${digits}`);
}

/** A block's trie of transactions or receipts (yellow paper, appendix D): its root, and a proof for each value. */
export class OrderedTrie {
  readonly #top: Node | undefined;

  constructor(private readonly values: readonly Hex[]) {
    const items = values.map((value, index): Item => ({ path: indexPath(index), value }));
    this.#top = items.length === 0 ? undefined : nodeOf(items);
  }

  get root(): Bytes32 {
    return this.#top === undefined ? EMPTY_ROOT : parseBytes32(keccak256(rlpOf(this.#top)));
  }

  /** The nodes from the root down to the value, without inlined ones. */
  prove(index: number): readonly Hex[] {
    if (this.#top === undefined || this.values[index] === undefined)
      throw new RangeError('the trie has no such index');
    const nodes: Hex[] = [rlpOf(this.#top)];
    let items = this.values.map((value, at): Item => ({ path: indexPath(at), value }));
    let path = indexPath(index);
    while (items.length > 1) {
      const shared = sharedPrefix(items);
      const step = shared === '' ? 1 : shared.length;
      const taken = path.slice(0, step);
      items = items
        .filter((each) => each.path.startsWith(taken))
        .map((each) => ({ ...each, path: each.path.slice(step) }));
      path = path.slice(step);
      const rlp = rlpOf(nodeOf(items));
      if (size(rlp) >= 32) nodes.push(rlp);
    }
    return nodes;
  }
}

function nodeOf(items: readonly Item[]): Node {
  const [first] = items;
  if (first === undefined) throw new RangeError('a node of nothing');
  if (items.length === 1) return [compact(first.path, true), first.value];
  const shared = sharedPrefix(items);
  if (shared !== '') {
    const below = items.map(({ path, value }) => ({ path: path.slice(shared.length), value }));
    return [compact(shared, false), reference(nodeOf(below))];
  }
  const children = Array.from({ length: 16 }, (_, nibble): Hex | Node => {
    const digit = nibble.toString(16);
    const below = items
      .filter(({ path }) => path.startsWith(digit))
      .map(({ path, value }) => ({ path: path.slice(1), value }));
    return below.length === 0 ? '0x' : reference(nodeOf(below));
  });
  return [...children, '0x'];
}

/** A node of at least 32 bytes is referenced by its hash; a shorter one is inlined in its parent. */
function reference(node: Node): Hex | Node {
  const rlp = rlpOf(node);
  return size(rlp) < 32 ? node : keccak256(rlp);
}

function rlpOf(node: Node): Hex {
  return toRlp(node as Hex[]);
}

function sharedPrefix(items: readonly Item[]): string {
  const [first, ...others] = items;
  let length = first?.path.length ?? 0;
  for (const { path } of others) {
    while (!path.startsWith(first?.path.slice(0, length) ?? '')) length -= 1;
  }
  return first?.path.slice(0, length) ?? '';
}

/** Hex-prefix encoding (yellow paper, appendix C): the first nibble holds two flags, leaf and odd length. */
function compact(path: string, isLeaf: boolean): Hex {
  const flag = (isLeaf ? 2 : 0) + (path.length % 2);
  return parseHex(`0x${flag.toString(16)}${path.length % 2 === 0 ? '0' : ''}${path}`);
}
