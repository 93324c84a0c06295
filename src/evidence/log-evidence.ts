import { Injectable } from '@nestjs/common';
import { AuditLogRepository, type StoredEntry } from '../audit-log/audit-log.repository.js';
import { LogKey } from '../audit-log/sequencer/log-key.js';
import { LogTree } from '../audit-log/tree/log-tree.js';
import { LogTreeRepository, type StoredCheckpoint } from '../audit-log/tree/log-tree.repository.js';
import { Config } from '../config/config.js';
import { printBase64 } from '../domain/audit-log/base64.js';
import { openNote } from '../domain/audit-log/open-note.js';
import { parseSignedNote, printSignedNote } from '../domain/audit-log/signed-note.js';
import { type VerifierKey, printVerifierKey } from '../domain/audit-log/verifier-key.js';
import { printAct } from '../domain/changes/act.js';
import { DomainError } from '../domain/errors.js';
import type { EvidenceBundle } from '../domain/evidence/bundle.js';
import { type LogEntry, registerNamed } from '../domain/evidence/log-entries.js';
import type { Json } from '../domain/values/canonical-json.js';
import type { TransferId } from '../domain/values/identifier.js';
import { GovernanceActsRepository, actOf } from '../register/governance-acts.repository.js';
import { Register } from '../register/register.js';

/** More than a transfer can have: at most ten revisions, and a decision every few seconds for a minute. */
const ENTRIES_MAX = 10_000;

/** Entry types left out: who read the evidence says nothing about the transfer. */
const LEFT_OUT: readonly string[] = ['evidence.read'];

/**
 * The log's part of a bundle: the transfer's entries, all proven in the tree of one checkpoint, and the register's acts
 * up to the ones that these entries name.
 */
@Injectable()
export class LogEvidence {
  constructor(
    private readonly config: Config,
    private readonly entries: AuditLogRepository,
    private readonly tree: LogTree,
    private readonly checkpoints: LogTreeRepository,
    private readonly key: LogKey,
    private readonly registered: Register,
    private readonly acts: GovernanceActsRepository,
  ) {}

  async about(subject: TransferId): Promise<EvidenceBundle['log']> {
    const all = await this.entries.list({ subject, after: -1n, limit: ENTRIES_MAX });
    const own = all.filter(({ body }) => !LEFT_OUT.includes(typeOf(body)));
    const last = own.at(-1);
    const checkpoint = last && (await this.covering(last.index));
    if (!checkpoint) throw new DomainError('AUDIT_UNAVAILABLE', 'the log has nothing of this transfer yet');
    const proven = await Promise.all(own.map((entry) => this.proven(entry, checkpoint)));
    return { key: printVerifierKey(this.key.verifier), ...(await this.signed(checkpoint)), entries: proven };
  }

  async register(entries: readonly LogEntry[]): Promise<Pick<EvidenceBundle, 'installation' | 'acts'>> {
    const { ledger } = await this.registered.current();
    const last = Math.max(1, ...entries.map((entry) => registerNamed(entry)?.acts ?? 0));
    const rows = await this.acts.since(0n);
    const acts = rows.slice(0, last).map((row) => JSON.parse(printAct(actOf(row))) as Json);
    return { installation: ledger.installation, acts };
  }

  /** A checkpoint that the witnesses have cosigned, or else the newest one. */
  private async covering(index: bigint): Promise<StoredCheckpoint | undefined> {
    const checkpoint = (await this.tree.witnessed(index)) ?? (await this.checkpoints.latest());
    return checkpoint && checkpoint.size > index ? checkpoint : undefined;
  }

  private async proven({ index, body }: StoredEntry, checkpoint: StoredCheckpoint) {
    const path = await this.tree.inclusion(index, checkpoint);
    return { index: String(index), canonical: body, proof: path.map(printBase64) };
  }

  /** The checkpoint with only the signatures whose keys are known, so that everything in the bundle can be verified. */
  private async signed(checkpoint: StoredCheckpoint) {
    const note = parseSignedNote(await this.tree.cosigned(checkpoint));
    const keys = [this.key.verifier, ...(this.config.logWitnesses?.witnesses ?? []).map((each) => each.key)];
    const good = keys.flatMap((key) => {
      const line = note.signatures.find((each) => each.name === key.name && each.keyId === key.keyId);
      return line && openNote({ text: note.text, signatures: [line] }, [key]).isSigned ? [{ key, line }] : [];
    });
    const witnesses = good.flatMap(({ key }) => (isWitness(key) ? [printVerifierKey(key)] : []));
    const signatures = good.map(({ line }) => line);
    return { checkpoint: printSignedNote({ text: note.text, signatures }), witnesses };
  }
}

function isWitness({ type }: VerifierKey): boolean {
  return type === 'cosignature-v1';
}

function typeOf(body: string): string {
  const { type } = JSON.parse(body) as { type?: string };
  return type ?? '';
}
