import { z } from 'zod';
import { DomainError } from '../errors.js';
import { canonicalHash, canonicalJson } from '../values/canonical-json.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';
import { ChangeAnswerSchema, ChangeSchema } from './change.js';

/** One line of the register's own log. Only what is signed in it counts, whatever else its row says. */
export const ActSchema = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('found'),
    change: ChangeSchema,
    answers: z.array(ChangeAnswerSchema).min(1),
  }),
  z.strictObject({ act: z.literal('propose'), change: ChangeSchema, answer: ChangeAnswerSchema }),
  z.strictObject({ act: z.literal('answer'), answer: ChangeAnswerSchema }),
]);
export type Act = z.output<typeof ActSchema>;

/** An act as it is stored: its canonical JSON (RFC 8785). */
export function printAct(act: Act): string {
  return canonicalJson(act);
}

/** Reads back what `printAct` wrote; undefined for any other text, also for another spelling of the same act. */
export function readAct(stored: string): Act | undefined {
  const parsed = ActSchema.safeParse(jsonOf(stored));
  return parsed.success && printAct(parsed.data) === stored ? parsed.data : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no act: the caller's schema refuses undefined
  }
}

/** Names a register by all of its acts in order: the hash of the previous head and the act (RFC 8785). */
export function nextHead(head: Bytes32, act: Act): Bytes32 {
  return parseBytes32(canonicalHash({ head, act }));
}

/** The error for an act that fails to verify. It blames the stored row, not the caller. */
export function altered(act: Act, index: number, why: string): DomainError {
  const isAboutKeys = act.act === 'found' || (act.act === 'propose' && act.change.kind === 'key');
  const code = isAboutKeys ? 'KEY_ENROLMENT_INVALID' : 'REGISTER_ALTERED';
  return new DomainError(code, `act ${String(index)} of the register does not hold: ${why}`);
}
