import { Injectable } from '@nestjs/common';
import { stringToBytes } from 'viem';
import { type AuditEvent, type StagedAct, entryBody, stagedAct } from '../../domain/audit-log/entry.js';
import { EMPTY_FRONTIER } from '../../domain/audit-log/frontier.js';
import { tilesFilled } from '../../domain/audit-log/full-tiles.js';
import { type SignedTree, InconsistentTree, grow } from '../../domain/audit-log/grow.js';
import { EMPTY_ROOT, isSameHash, leafNode } from '../../domain/audit-log/merkle.js';
import { outcomeOf } from '../../domain/audit-log/outcome.js';
import type { LogFault } from './log-alarms.js';
import { LogFaultFound, forked } from './log-fault-found.js';
import { LogKey } from './log-key.js';
import type { Horizon, SequencedEntry, SequencerTurn, StagedRow } from './log-sequence.repository.js';
import { SequencerSteps } from './sequencer-steps.js';
import { sha256 } from './sha256.js';

export interface Sequenced {
  /** How many acts this batch gave a place. */
  readonly count: number;
  /** The highest id among their staged rows; 0 if there were none. */
  readonly lastStaged: bigint;
  readonly tree: SignedTree;
  readonly faults: readonly LogFault[];
}

/** Sequences one batch: places, texts, tree, signed head. It signs a tree only if it extends the last signed one. */
@Injectable()
export class LogBatches {
  /** The largest tree that this process has seen committed. It never extends an older one. */
  #seen: SignedTree = { frontier: EMPTY_FRONTIER, root: EMPTY_ROOT };

  constructor(
    private readonly key: LogKey,
    private readonly steps: SequencerSteps,
  ) {}

  /** @throws LogFaultFound if the database does not show the tree that was signed last */
  async sequence(turn: SequencerTurn, from: Horizon, limit: number): Promise<Sequenced> {
    this.steps.reached('locked');
    const before = await this.signedTree(turn);
    const older = before.frontier.size === 0n ? await turn.older() : [];
    const rows = await turn.staged(from, limit);
    this.steps.reached('read');
    const first = before.frontier.size + BigInt(older.length);
    const entries = rows.map((row, at) => this.entryOf(row, first + BigInt(at)));
    const leaves = [...older.map(leafOf), ...entries.map(({ leaf }) => leaf)];
    const result = { count: rows.length, lastStaged: rows.at(-1)?.id ?? 0n, faults: faultsOf(entries) };
    if (leaves.length === 0) return { ...result, tree: before };
    await turn.insertEntries(entries);
    this.steps.reached('entries');
    return { ...result, tree: await this.sign(turn, before, leaves) };
  }

  /** Call it only after the commit. */
  committed({ tree }: Sequenced): void {
    if (tree.frontier.size > this.#seen.frontier.size) this.#seen = tree;
  }

  private async sign(
    turn: SequencerTurn,
    before: SignedTree,
    leaves: readonly Uint8Array[],
  ): Promise<SignedTree> {
    const stored = (level: number, start: bigint, end: bigint) => turn.hashes(level, start, end);
    await turn.insertTiles(await tilesFilled(before.frontier.size, leaves, stored, sha256));
    this.steps.reached('tiles');
    const tree = grown(before, leaves);
    const note = this.key.checkpoint({ size: tree.frontier.size, root: tree.root });
    this.steps.reached('signed');
    await turn.insertCheckpoint({ ...tree, note });
    this.steps.reached('checkpoint');
    return tree;
  }

  /** The last signed tree, read from its signed note; the other columns must agree with the note. */
  private async signedTree(turn: SequencerTurn): Promise<SignedTree> {
    const head = await turn.head();
    const { frontier, root } = head ?? { frontier: EMPTY_FRONTIER, root: EMPTY_ROOT };
    const signed = head ? this.key.treeOf(head.note) : { size: 0n, root: EMPTY_ROOT };
    if (signed?.size !== frontier.size || !isSameHash(signed.root, root))
      throw forked('the last checkpoint is not one that this log has signed', { size: frontier.size });
    const seen = this.#seen.frontier.size;
    if (seen > frontier.size)
      throw new LogFaultFound({
        code: 'LOG_ROLLBACK',
        reason: `the log had ${String(seen)} entries, and now the database shows fewer`,
        detail: { signed: seen.toString() },
      });
    if (seen === frontier.size && !isSameHash(this.#seen.root, root))
      throw forked('the database shows another tree of the size that was signed', { size: seen });
    return { frontier, root };
  }

  /** An act with a broken seal is neither dropped nor trusted: its entry records what the database holds. */
  private entryOf(row: StagedRow, index: bigint): SequencedEntry & { readonly isSealed: boolean } {
    const isSealed = this.key.isSealed(row.ref, row, row.seal);
    const act = isSealed ? row : alteredAct(row);
    const body = entryBody(act, index, row.at.toISOString());
    const outcome = outcomeOf(act.type, JSON.parse(act.detail));
    return { index, staged: row, act, body, leaf: leafOf(body), outcome, isSealed };
  }
}

function leafOf(body: string): Uint8Array {
  return leafNode(stringToBytes(body), sha256);
}

function grown(before: SignedTree, leaves: readonly Uint8Array[]): SignedTree {
  try {
    return grow(before, leaves, sha256);
  } catch (error) {
    if (error instanceof InconsistentTree) throw forked(error.message, { size: before.frontier.size });
    throw error;
  }
}

function alteredAct({ id, type, actor, safeId, subject, detail }: StagedRow): StagedAct {
  const claims = { type, actor, safe: safeId, subject, detail };
  const event: AuditEvent = {
    type: 'log.altered',
    actor: 'system',
    detail: { staged: id.toString(), claims },
  };
  return stagedAct(event);
}

function faultsOf(
  entries: readonly (SequencedEntry & { readonly isSealed: boolean })[],
): readonly LogFault[] {
  return entries
    .filter(({ isSealed }) => !isSealed)
    .map(({ index, staged }) => ({
      code: 'LOG_ALTERED',
      reason: `entry ${index.toString()} stands for an act that was changed or made up in the database`,
      detail: { index: index.toString(), staged: staged.id.toString() },
    }));
}
