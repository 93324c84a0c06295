import { printBase64 } from '../../src/domain/audit-log/base64.js';
import { inclusionProof } from '../../src/domain/audit-log/inclusion-proof.js';
import { leafNode } from '../../src/domain/audit-log/merkle.js';
import { printSignedNote } from '../../src/domain/audit-log/signed-note.js';
import type { EvidenceBundle } from '../../src/domain/evidence/bundle.js';
import { type Json, canonicalHash, canonicalJson } from '../../src/domain/values/canonical-json.js';
import { platformHasher, readerOf } from './log-tree.js';
import { checkpointText, logSigner, signedBy, vkeyOf, witnessSigner } from './witnessed-log.js';

/** The members of an entry that a forger may want otherwise. */
export interface PlainEntry {
  readonly type: string;
  readonly actor: string;
  readonly at: string;
  readonly detail: Readonly<Record<string, Json>>;
}

type Change = (entries: readonly PlainEntry[]) => readonly PlainEntry[];

/**
 * A bundle whose log somebody who has the log's key made anew, so that it says what they like: whatever then does not hold
 * is held by something else than the log.
 */
export function resealed(
  bundle: EvidenceBundle,
  change: Change = (same) => same,
  witnesses: readonly number[] = [],
): EvidenceBundle {
  const entries = bundle.log.entries.map(({ canonical }) => JSON.parse(canonical) as PlainEntry);
  const texts = change(entries).map((entry, at) =>
    canonicalJson({ ...entry, index: String(at), detail: bound(bundle, entry) }),
  );
  const leaves = texts.map((text) => leafNode(Buffer.from(text), platformHasher));
  const note = signedBy(checkpointText(leaves), witnesses);
  const proven = texts.map((canonical, at) => ({
    ...{ index: String(at), canonical },
    proof: inclusionProof(BigInt(at), BigInt(leaves.length), readerOf(leaves), platformHasher).map(
      printBase64,
    ),
  }));
  const log = {
    key: vkeyOf(logSigner),
    witnesses: witnesses.map((each) => vkeyOf(witnessSigner(each))),
    checkpoint: printSignedNote(note),
    entries: proven,
  };
  return { ...bundle, log };
}

/** The hashes by which entries name records, of the records as they are in the bundle now. */
function bound(
  { decisions, simulations }: EvidenceBundle,
  { type, detail }: PlainEntry,
): PlainEntry['detail'] {
  const decision = decisions.find(({ id }) => id === detail['decision']);
  if (type === 'transfer.decided' && decision) return { ...detail, facts: canonicalHash(decision.facts) };
  const simulation = simulations.find(({ id }) => id === detail['simulation']);
  if (type === 'simulation.recorded' && simulation)
    return { ...detail, record: canonicalHash(simulation.record) };
  return detail;
}
