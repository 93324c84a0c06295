import type { z } from 'zod';
import type { Gateway, Query } from '../gateway/gateway.js';
import type { Desk } from '../terminal/desk.js';
import { misused } from '../terminal/failures.js';

const PAGE = 200;

type Page = z.ZodType<{ readonly data: readonly unknown[]; readonly nextCursor: string | null }>;
type Each<P extends Page> = z.output<P>['data'][number];

interface Asked<P extends Page> {
  readonly path: string;
  readonly schema: P;
  readonly query?: Query;
  readonly limit: number;
}

/** A list from its first page on, up to a limit. */
export async function listed<P extends Page>(
  gateway: Gateway,
  desk: Desk,
  { path, schema, query = {}, limit }: Asked<P>,
): Promise<readonly Each<P>[]> {
  const found: Each<P>[] = [];
  let cursor: string | undefined;
  do {
    const wanted = String(Math.min(PAGE, limit - found.length));
    const page: z.output<P> = await gateway.get(path, schema, { ...query, cursor, limit: wanted });
    found.push(...page.data);
    cursor = page.nextCursor ?? undefined;
    if (cursor !== undefined && found.length < limit) desk.tell(`${String(found.length)} so far`);
  } while (cursor !== undefined && found.length < limit);
  return found;
}

/** How many at most, as written. */
export function readLimit(written: string): number {
  if (!/^[1-9][0-9]{0,5}$/.test(written)) throw misused(`--limit takes a number, not ${written}`);
  return Number(written);
}
