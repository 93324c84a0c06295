import { Injectable } from '@nestjs/common';
import { EMPTY_FRONTIER, type Frontier, extend, frontierRoot } from '../../domain/audit-log/frontier.js';
import { isSameHash, leafNode } from '../../domain/audit-log/merkle.js';
import { DomainError } from '../../domain/errors.js';
import type { LogFault } from '../sequencer/log-alarms.js';
import { LogFaultFound, forked } from '../sequencer/log-fault-found.js';
import { LogKey } from '../sequencer/log-key.js';
import { LogTreeRepository, type StoredBody, type StoredCheckpoint } from './log-tree.repository.js';
import { LogWitnessing } from './log-witnessing.js';
import { sha256 } from '../sequencer/sha256.js';

const PAGE = 2_000;
const CHECKPOINTS = 500;
const HOUR_MS = 60 * 60_000;
// 1.5 times the interval of the checks, so that a late check does not count as a missing one.
const STALE_MS = HOUR_MS * 1.5;

/**
 * Recomputes the tree from the texts and compares it with everything that was signed. The first check reads the whole
 * log; later ones continue from what was verified before. It also asks the witnesses what they have seen.
 */
@Injectable()
export class LogCheck {
  #verified: Frontier = EMPTY_FRONTIER;
  #completedAt: number | undefined;

  constructor(
    private readonly tree: LogTreeRepository,
    private readonly key: LogKey,
    private readonly witnessing: LogWitnessing,
  ) {}

  /** The faults found; none if the log is intact. @throws if it could not be checked */
  async faults(): Promise<readonly LogFault[]> {
    const found: LogFault[] = [];
    try {
      await this.verify();
    } catch (error) {
      if (!(error instanceof LogFaultFound)) throw error;
      found.push(error.fault);
    }
    return [...found, ...(await this.witnessing.faults())];
  }

  /** The caller has acted on the faults; from here on relays may rely on this check. */
  complete(): void {
    this.#completedAt = performance.now();
  }

  isDue(): boolean {
    return this.#completedAt === undefined || performance.now() - this.#completedAt >= HOUR_MS;
  }

  /** @throws DomainError LOG_UNCHECKED unless a recent check was completed */
  require(): void {
    const age =
      this.#completedAt === undefined ? Number.POSITIVE_INFINITY : performance.now() - this.#completedAt;
    if (age >= STALE_MS)
      throw new DomainError(
        'LOG_UNCHECKED',
        'the audit log has not been checked since this gateway started, or lately',
      );
  }

  private async verify(): Promise<void> {
    const latest = (await this.tree.latest())?.size ?? 0n;
    if (latest < this.#verified.size)
      throw new LogFaultFound({
        code: 'LOG_ROLLBACK',
        reason: `the log had ${this.#verified.size.toString()} entries, and now the database shows fewer`,
        detail: { signed: this.#verified.size.toString() },
      });
    for (;;) {
      const checkpoints = await this.tree.above(this.#verified.size, CHECKPOINTS);
      if (checkpoints.length === 0) break;
      await this.verifyUpTo(checkpoints);
    }
    await this.requireNothingBeyond();
  }

  private async verifyUpTo(checkpoints: readonly StoredCheckpoint[]): Promise<void> {
    let tree = this.#verified;
    let [page, at]: [readonly StoredBody[], number] = [[], 0];
    for (const checkpoint of checkpoints) {
      const from = tree.size;
      while (tree.size < checkpoint.size) {
        if (at === page.length) [page, at] = [await this.tree.bodies(tree.size, tree.size + BigInt(PAGE)), 0];
        const start = tree.size;
        const end = at + Number(checkpoint.size - start);
        // An empty page still checks one index, so that a missing entry is reported by its index.
        const bodies = page.length === 0 ? [undefined] : page.slice(at, end);
        const leaves = bodies.map((body, nth) => leafOf(body, start + BigInt(nth)));
        tree = extend(tree, leaves, sha256);
        at += bodies.length;
      }
      this.compare(checkpoint, tree, from);
      this.#verified = tree;
    }
  }

  private compare({ size, root, note }: StoredCheckpoint, tree: Frontier, from: bigint): void {
    const signed = this.key.treeOf(note);
    if (signed?.size !== size || !isSameHash(signed.root, root))
      throw forked(`the checkpoint of ${size.toString()} entries is not one that this log has signed`, {
        size,
      });
    if (!isSameHash(frontierRoot(tree, sha256), signed.root))
      throw forked(
        `entries from ${from.toString()} to ${(size - 1n).toString()} are not the ones that were signed`,
        { from, size },
      );
  }

  /** Entry and checkpoint are committed together, so an entry beyond the last checkpoint means that one was deleted. */
  private async requireNothingBeyond(): Promise<void> {
    const { size } = this.#verified;
    const [entry] = await this.tree.bodies(size, size + 1n);
    const latest = (await this.tree.latest())?.size ?? 0n;
    if (!entry || latest > size) return;
    throw new LogFaultFound({
      code: 'LOG_ROLLBACK',
      reason: `entry ${size.toString()} is there, and the checkpoint that was signed with it is not`,
      detail: { index: size.toString() },
    });
  }
}

function leafOf(entry: StoredBody | undefined, index: bigint): Uint8Array {
  if (entry?.index !== index)
    throw new LogFaultFound({
      code: 'LOG_TRUNCATED',
      reason: `entry ${index.toString()}, which was signed, is missing`,
      detail: { index: index.toString() },
    });
  const leaf = leafNode(Buffer.from(entry.body), sha256);
  if (entry.leafHash !== `0x${Buffer.from(leaf).toString('hex')}`)
    throw forked(`entry ${index.toString()} is not the text that its hash is of`, { index });
  return leaf;
}
