import { z } from 'zod';
import type { Reply } from '../../sandbox/person-client.js';

/** The body of an answer that must be a creation. */
export function made({ status, body }: Reply): Reply['body'] {
  if (status !== 201) throw new Error(`${String(status)}: ${JSON.stringify(body)}`);
  return body;
}

/** Status and code of an answer, and the pointers that it names. */
export function refusalOf({ status, body }: Reply): readonly [number, unknown, ...string[]] {
  const errors = z.array(z.looseObject({ pointer: z.string() })).safeParse(body['errors']).data ?? [];
  return [status, body['code'], ...errors.map(({ pointer }) => pointer)];
}

/** The codes for which a transfer was refused. */
export function reasonsOf(body: Reply['body']): string[] {
  const Refused = z.looseObject({ reasons: z.array(z.looseObject({ code: z.string() })) });
  return Refused.parse(body['evidence']).reasons.map(({ code }) => code);
}
