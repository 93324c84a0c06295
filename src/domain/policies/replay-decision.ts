import { keccak256, stringToBytes } from 'viem';
import { type Json, canonicalJson } from '../values/canonical-json.js';
import { jsonPointer } from '../values/json-pointer.js';
import { decide } from './decide.js';
import { type DecisionRecord, readRecord } from './decision-record.js';
import { printFacts } from './facts.js';
import { policyHash } from './policy.js';

/** One statement about a record that was shown to hold or to be wrong. */
export interface Proof {
  readonly isProved: boolean;
  readonly words: string;
}

/** What a replay does not show. The record's origin is for the log to prove. */
export const NOT_PROVED: readonly string[] = [
  'that the facts were true, and that this decision was the one that was made: the log has its entry',
  'what became of the transfer afterwards',
];

/**
 * Decides again from a record's own facts and policy, and compares the bytes (RFC 8785) with those stored. Every step
 * is answered. If all hold, exactly this code made the decision (invariant 17).
 * @throws ZodError if it is no valid record
 */
export function replayDecision(record: DecisionRecord): readonly Proof[] {
  const { policy, facts, decision } = readRecord(record);
  const hash = policyHash(policy.document);
  const stored = canonicalJson(record.decision);
  const again = canonicalJson(decide(policy, facts));
  return [
    proof(
      canonicalJson(policy.document) === canonicalJson(record.policy.document) &&
        hash === decision.policyHash,
      `The policy document hashes to ${hash}, which the decision names.`,
      `The policy document hashes to ${hash}, and the decision names ${decision.policyHash}.`,
    ),
    proof(
      policy.version === decision.policyVersion,
      `It is version ${String(policy.version)}, as in the decision.`,
      `It is version ${String(policy.version)}, and the decision names ${String(decision.policyVersion)}.`,
    ),
    proof(
      canonicalJson(printFacts(facts)) === canonicalJson(record.facts),
      `The facts are read in full: ${String(bytesOf(canonicalJson(record.facts)))} bytes, ${digestOf(record.facts)}.`,
      'The facts are not written as Sluice writes them.',
    ),
    proof(
      stored === again,
      `Deciding again gives the stored decision byte for byte: ${String(bytesOf(stored))} bytes, ${digestOf(record.decision)}.`,
      `Deciding again gives another decision, first at ${firstDifference(record.decision, JSON.parse(again) as Json)}.`,
    ),
  ];
}

function proof(isProved: boolean, holds: string, fails: string): Proof {
  return { isProved, words: isProved ? holds : fails };
}

function bytesOf(text: string): number {
  return stringToBytes(text).length;
}

function digestOf(value: Json): string {
  return keccak256(stringToBytes(canonicalJson(value)));
}

/** The JSON pointer (RFC 6901) of the first place at which two values differ. */
function firstDifference(one: Json, other: Json, pointer = ''): string {
  const [a, b] = [membersOf(one), membersOf(other)];
  if (a === undefined || b === undefined) return pointer === '' ? 'its whole' : pointer;
  const names = [...new Set([...a.keys(), ...b.keys()])].sort();
  for (const name of names) {
    const [left, right] = [a.get(name), b.get(name)];
    if (left !== undefined && right !== undefined && canonicalJson(left) === canonicalJson(right)) continue;
    const at = pointer + jsonPointer([name]);
    return left === undefined || right === undefined ? at : firstDifference(left, right, at);
  }
  return pointer;
}

function membersOf(value: Json): ReadonlyMap<string, Json> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return new Map(Object.entries(value as Readonly<Record<string, Json>>));
}
