import { z } from 'zod';
import { type Change, ChangeSchema } from '../domain/changes/change.js';
import { parseStrictJson } from '../infra/http/strict-json.js';

/** A founding ready to be signed: the document as written, and the change made from it and the chain. */
const Prepared = z.strictObject({ document: z.json(), change: ChangeSchema });
export interface PreparedFounding {
  readonly document: z.core.util.JSONType;
  readonly change: Change;
}

export function readPrepared(text: string): PreparedFounding {
  return Prepared.parse(parseStrictJson(Buffer.from(text)));
}
