import { z } from 'zod';
import { type Json } from '../values/canonical-json.js';

const Body = z.object({
  index: z.string().regex(/^[0-9]{1,19}$/),
  actor: z.string(),
  at: z.string(),
  type: z.string(),
  safe: z.string().nullable(),
  subject: z.string().nullable(),
  detail: z.record(
    z.string(),
    z.custom<Json>((value) => value !== undefined),
  ),
});

/** An entry of the log as a report reads it. */
export type SaidEntry = Readonly<z.output<typeof Body>>;

/** Undefined for a text that is no entry. */
export function readSaidEntry(canonical: string): SaidEntry | undefined {
  try {
    return Body.parse(JSON.parse(canonical));
  } catch {
    return undefined; // whoever needs every entry says what is missing
  }
}
