import { describe, expect, it } from '@jest/globals';
import { type PlainEntry, resealed } from '../../../test/builders/resealed.js';
import { recordedBundle } from '../../../test/vectors/evidence-bundle.js';
import { INTEGRITY_OF_TERMS } from '../policies/decide.js';
import type { Json } from '../values/canonical-json.js';
import { type EvidenceBundle, printBundle } from './bundle.js';
import { Memory } from './memory.js';
import { verifyBundle } from './verify-bundle.js';

const memory = new Memory();
const bundle = recordedBundle();
type Entries = readonly PlainEntry[];
type Members = Readonly<Record<string, Json>>;

async function found(changed: EvidenceBundle) {
  const { lines } = await verifyBundle(printBundle(changed), {}, memory);
  return lines.flatMap(({ ok, check, part }) => (ok === false ? [[check, part] as const] : []));
}

const plain = bundle.log.entries.map(({ canonical }) => JSON.parse(canonical) as PlainEntry);
const decided = plain.flatMap(({ type }, at) => (type === 'transfer.decided' ? [at] : []));
const [first = -1, gate = -1] = [decided[0], decided.at(-1)];
const partOf = (at: number): string => `/log/entries/${String(at)}`;

/** The log with one entry that says something else. */
const saying = (at: number, detail: Members) =>
  resealed(bundle, (entries: Entries) =>
    entries.map((each, place) => (place === at ? { ...each, detail: { ...each.detail, ...detail } } : each)),
  );

describe('what the log has after an answer of the policy', () => {
  it('invariant 17: is where the answer leads: what was denied is not queued or held', async () => {
    const held = plain.findIndex(({ type }) => type === 'transfer.held');
    expect(await found(saying(first, { outcome: 'deny' }))).toContainEqual(['records', partOf(held)]);
    const queued = plain.findIndex(({ type }) => type === 'transfer.queued');
    const last = decided.findLast((at) => at < queued) ?? -1;
    expect(await found(saying(last, { outcome: 'needs-exception' }))).toContainEqual([
      'records',
      partOf(queued),
    ]);
  });

  it('invariant 17: was answered at its stage, so that no rule of the request is left out', async () => {
    expect(await found(saying(first, { stage: 'relay' }))).toContainEqual(['records', partOf(first)]);
    expect(await found(saying(gate, { stage: 'exception' }))).toContainEqual(['records', partOf(gate)]);
  });

  it('invariant 9: is asked anew at the relay gate, by a register that is not older than what was known', async () => {
    const without = {
      ...bundle,
      decisions: bundle.decisions.slice(0, -1),
    };
    const made = resealed(without, (entries) => entries.filter((_, at) => at !== gate));
    expect(await found(made)).toContainEqual(['confirmations', '/clearances/0']);
    const register = plain[first]?.detail['register'] ?? null;
    expect(register).not.toEqual(plain[gate]?.detail['register']);
    expect(await found(saying(gate, { register }))).toContainEqual(['records', partOf(gate)]);
  });

  it('invariant 14: has no signature of an owner before the relay, and no yes before the clearance', async () => {
    const moved = (type: string, before: string) =>
      resealed(bundle, (entries) => {
        const some = entries.filter((each) => each.type === type);
        const others = entries.filter((each) => each.type !== type);
        return others.toSpliced(
          others.findIndex((each) => each.type === before),
          0,
          ...some,
        );
      });
    expect(await found(moved('transfer.owner-signed', 'transfer.relayed'))).toContainEqual([
      'owners',
      '/ownerSignatures/0',
    ]);
    expect(await found(moved('transfer.answered', 'transfer.cleared'))).toContainEqual([
      'confirmations',
      '/confirmations/0',
    ]);
  });

  it('invariant 17: was told the terms of the destination, without which nobody asks about them', async () => {
    const [one, ...others] = bundle.decisions;
    if (!one) throw new Error('nothing was decided');
    const { destination, ...facts } = one.facts as { destination: Members };
    const { terms: _, ...rest } = destination;
    const decision = one.decision as { reasons: readonly { rule: string }[] };
    const reasons = decision.reasons.filter(({ rule }) => !(rule in INTEGRITY_OF_TERMS));
    const told = {
      ...one,
      facts: { ...facts, destination: rest },
      decision: { ...decision, reasons },
    } as typeof one;
    const made = resealed({ ...bundle, decisions: [told, ...others] }, (entries) =>
      entries.map((each, at) =>
        at === first ? { ...each, detail: { ...each.detail, reasons: reasons } } : each,
      ),
    );
    expect(await found(made)).toEqual([['decision', '/decisions/0/facts']]);
  });
});
