import { z } from 'zod';
import { EVERYTHING } from '../domain/audit-log/hints/hint.js';
import { hintsOf, type Told } from '../domain/audit-log/hints/hints-of.js';

const text = z.string().max(100).optional();

const Notice = z.object({
  ...{ type: z.string(), subject: text, safe: text, finding: text, freeze: text },
  ...{ invitation: text, kind: text, object: text },
});

/** What a notification says. One that is not understood may be about anything: whoever may notify can only cause reads. */
export function toldBy(payload: string): Told {
  const notice = Notice.safeParse(jsonOf(payload));
  return notice.success ? hintsOf(notice.data) : { hints: [EVERYTHING], isAccess: true };
}

function jsonOf(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
