import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { z } from 'zod';
import { type SentAnswer, watchAnswers } from '../http/sent-answers.js';
import { weightOf } from './weight.js';

/** One answer that a test really got, with what it had sent. */
export const Recorded = z.object({
  method: z.string(),
  route: z.string(),
  status: z.int(),
  /** What tells it from other answers of the same status: a code, a state, what was decided. */
  name: z.string(),
  weight: z.int(),
  sent: z.unknown(),
  answered: z.unknown(),
});
export type Recorded = z.output<typeof Recorded>;

const Coded = z.looseObject({ code: z.string() });
const Named = z.looseObject({ decision: z.string().optional(), kind: z.string().optional() });
const InState = z.looseObject({ id: z.string().startsWith('tr_'), state: z.string() });

/** Writes down the answers of an application, of each kind the one that says most, while `npm run examples` runs. */
export function recordAnswers(app: NestExpressApplication): void {
  const folder = process.env['SLUICE_RECORD_EXAMPLES'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  const heaviest = new Map<string, number>();
  watchAnswers(app, (sent) => {
    const recorded = recordedOf(sent);
    if (recorded === undefined) return;
    const { method, route, status, name, weight } = recorded;
    const key = `${method} ${route} ${String(status)} ${name}`;
    if ((heaviest.get(key) ?? -1) >= weight) return;
    heaviest.set(key, weight);
    const file = `${createHash('sha256').update(key).digest('hex').slice(0, 20)}-${String(process.pid)}.json`;
    writeFileSync(join(folder, file), JSON.stringify(recorded));
  });
}

function recordedOf({ method, route, status, media, text, request }: SentAnswer): Recorded | undefined {
  if (media === 'text/html') return undefined;
  const answered: unknown = media.endsWith('json') ? JSON.parse(text) : text;
  const sent: unknown = request.body ?? null;
  const name = nameOf(status, sent, answered);
  return { method, route, status, name, weight: weightOf(answered) + weightOf(sent), sent, answered };
}

function nameOf(status: number, sent: unknown, answered: unknown): string {
  if (status >= 400) return Coded.safeParse(answered).data?.code ?? 'refused';
  const { decision, kind } = Named.safeParse(sent).data ?? {};
  const { state } = InState.safeParse(answered).data ?? {};
  return decision ?? kind ?? state ?? 'example';
}
