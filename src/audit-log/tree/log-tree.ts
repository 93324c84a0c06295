import { Injectable } from '@nestjs/common';
import { consistencyProof, consistencyProofNodes } from '../../domain/audit-log/consistency-proof.js';
import type { Frontier } from '../../domain/audit-log/frontier.js';
import {
  inclusionProof,
  inclusionProofNodes,
  verifyInclusion,
} from '../../domain/audit-log/inclusion-proof.js';
import { leafNode } from '../../domain/audit-log/merkle.js';
import { parseSignedNote, parseSignatureLines, printSignedNote } from '../../domain/audit-log/signed-note.js';
import { type NodeId, type NodeReader, subtreesOf } from '../../domain/audit-log/subtrees.js';
import { TILE_WIDTH } from '../../domain/audit-log/tile-path.js';
import { type HashTile, nodesInTiles, tileOfNode } from '../../domain/audit-log/tiles.js';
import { printTlogProof } from '../../domain/audit-log/tlog-proof.js';
import { type CheckpointVerdict, verifyCheckpoint } from '../../domain/audit-log/verify-checkpoint.js';
import { Config } from '../../config/config.js';
import { DomainError } from '../../domain/errors.js';
import { LogKey } from '../sequencer/log-key.js';
import { LogTreeRepository, type StoredCheckpoint } from './log-tree.repository.js';
import { sha256 } from '../sequencer/sha256.js';

const CANDIDATES_MAX = 8;

/** Serves checkpoints, proofs and tiles from the stored tree, for verifiers. */
@Injectable()
export class LogTree {
  constructor(
    private readonly config: Config,
    private readonly tree: LogTreeRepository,
    private readonly key: LogKey,
  ) {}

  /** The latest checkpoint with all its cosignatures; undefined while the log is empty. */
  async checkpoint(): Promise<string | undefined> {
    const latest = await this.tree.latest();
    return latest && this.cosigned(latest);
  }

  /** A checkpoint as a signed note with its cosignatures; the log's own signature comes first. */
  async cosigned({ size, note }: Pick<StoredCheckpoint, 'size' | 'note'>): Promise<string> {
    const { text, signatures } = parseSignedNote(note);
    const lines = (await this.tree.cosignatures(size)).flatMap(({ line }) => parseSignatureLines(line));
    return printSignedNote({ text, signatures: [...signatures, ...lines] });
  }

  /** Whether a checkpoint is this log's, and cosigned as the settings ask. */
  async verdict(checkpoint: Pick<StoredCheckpoint, 'size' | 'note'>): Promise<CheckpointVerdict> {
    const note = parseSignedNote(await this.cosigned(checkpoint));
    return verifyCheckpoint(note, { logKey: this.key.verifier, policy: this.config.logWitnesses });
  }

  /** The newest checkpoint that covers an entry and is cosigned by the quorum. */
  async witnessed(index: bigint): Promise<StoredCheckpoint | undefined> {
    if (this.config.logWitnesses === null) {
      const latest = await this.tree.latest();
      return latest && latest.size > index ? latest : undefined;
    }
    for (const size of await this.tree.cosignedSizes(index + 1n, CANDIDATES_MAX)) {
      const checkpoint = await this.tree.at(size);
      if (checkpoint && (await this.verdict(checkpoint)).isValid) return checkpoint;
    }
    return undefined;
  }

  /**
   * The receipt of an entry (c2sp.org/tlog-proof) in the newest checkpoint that the quorum has cosigned, else in the
   * newest one. It is verified before it is given out.
   * @throws DomainError AUDIT_ENTRY_NOT_FOUND or LOG_FORK
   */
  async receipt(index: bigint): Promise<string> {
    const checkpoint = (await this.witnessed(index)) ?? (await this.tree.latest());
    const [entry] = await this.tree.bodies(index, index + 1n);
    if (!checkpoint || !entry || index >= checkpoint.size)
      throw new DomainError('AUDIT_ENTRY_NOT_FOUND', 'the log is not that long');
    const { size, root } = checkpoint;
    const path = await this.inclusion(index, checkpoint);
    const leaf = leafNode(Buffer.from(entry.body), sha256);
    if (!verifyInclusion({ index, size, leaf, root }, path, sha256))
      throw new DomainError('LOG_FORK', `entry ${String(index)} is not the one in the signed tree`);
    const note = parseSignedNote(await this.cosigned(checkpoint));
    return printTlogProof({ extra: null, index, path, checkpoint: note });
  }

  /** The inclusion proof of an entry. At a million entries it takes three reads by primary key, one per tile level. */
  async inclusion(index: bigint, checkpoint: StoredCheckpoint): Promise<readonly Uint8Array[]> {
    const { size } = checkpoint;
    const read = await this.nodes(inclusionProofNodes(index, size), checkpoint);
    return inclusionProof(index, size, read, sha256);
  }

  async consistency(oldSize: bigint, checkpoint: StoredCheckpoint): Promise<readonly Uint8Array[]> {
    const { size } = checkpoint;
    const read = await this.nodes(consistencyProofNodes(oldSize, size), checkpoint);
    return consistencyProof(oldSize, size, read, sha256);
  }

  /** The hashes of a tile, partial or full; undefined if the signed tree has no such tile. */
  async tile({ level, index, width }: HashTile): Promise<Uint8Array | undefined> {
    const start = index * BigInt(TILE_WIDTH);
    const size = (await this.tree.latest())?.size ?? 0n;
    if (start + BigInt(width) > size >> BigInt(8 * level)) return undefined;
    if (width === TILE_WIDTH)
      return (await this.tree.fullTiles([{ level, index }])).get(`${String(level)}/${String(index)}`);
    return this.tree.hashes(level, start, start + BigInt(width));
  }

  /** The frontier of the tree of the first `size` entries, read from a checkpoint's tree and unverified. */
  async frontier(size: bigint, checkpoint: StoredCheckpoint): Promise<Frontier> {
    const nodes = subtreesOf({ start: 0n, end: size });
    const read = await this.nodes(nodes, checkpoint);
    return { size, nodes: nodes.map(({ level, index }) => read(level, index)) };
  }

  /**
   * A reader of these nodes. Those of the tree's right edge are stored with the checkpoint, all others in tiles. They
   * are unverified until they are hashed up to the checkpoint's root.
   */
  async nodes(nodes: readonly NodeId[], { size, frontier }: StoredCheckpoint): Promise<NodeReader> {
    const edge = new Map(
      subtreesOf({ start: 0n, end: size }).map((node, at) => [nameOf(node), frontier.nodes[at]]),
    );
    const wanted = new Map<string, HashTile>();
    for (const { level, index } of nodes.filter((node) => !edge.has(nameOf(node)))) {
      const tile = tileOfNode(level, index, size);
      wanted.set(nameOf(tile), tile);
    }
    const tiles = await this.fetched([...wanted.values()]);
    const inTiles = nodesInTiles(size, (tile) => tiles.get(nameOf(tile)) ?? missing(nameOf(tile)), sha256);
    return (level, index) => edge.get(nameOf({ level, index })) ?? inTiles(level, index);
  }

  private async fetched(tiles: readonly HashTile[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const isFull = ({ width }: HashTile): boolean => width === TILE_WIDTH;
    const found = new Map(await this.tree.fullTiles(tiles.filter(isFull)));
    for (const tile of tiles.filter((each) => !isFull(each))) {
      const start = tile.index * BigInt(TILE_WIDTH);
      found.set(nameOf(tile), await this.tree.hashes(tile.level, start, start + BigInt(tile.width)));
    }
    return found;
  }
}

function nameOf({ level, index }: NodeId): string {
  return `${String(level)}/${String(index)}`;
}

function missing(tile: string): never {
  throw new DomainError('LOG_TRUNCATED', `tile ${tile} of the signed tree is missing`);
}
