import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import {
  type PersonSession,
  SESSION_ABSOLUTE_SECONDS,
  SESSION_IDLE_SECONDS,
  SIGN_IN_METHODS,
  sessionEnd,
} from '../domain/identity/session.js';
import { type UnixSeconds, unixSeconds } from '../domain/values/time.js';
import { Database, fromDate, toDate, type Tx } from '../infra/database/database.js';

const moment = z.date().transform(fromDate);
const hash = z.string().regex(/^[0-9a-f]{64}$/);

const Row = z
  .object({
    id: z.string(),
    personId: z.string(),
    method: z.enum(SIGN_IN_METHODS),
    sidHash: hash,
    formerSidHash: hash.nullable(),
    formerUntil: moment.nullable(),
    rotatedAt: moment,
    openedAt: moment,
    lastSeenAt: moment,
    networkAddress: z.string(),
    userAgent: z.string(),
  })
  .transform(({ formerSidHash, formerUntil, ...row }): PersonSession => {
    const former = formerSidHash === null ? null : { sidHash: formerSidHash, until: formerUntil };
    return { ...row, former };
  });

const Found = z.array(z.looseObject({ now: moment })).max(1);
const Ended = z.array(z.object({ id: z.string() }));

export interface FoundSession {
  readonly session: PersonSession;
  readonly now: UnixSeconds;
}

/** The replacement of a session's id. */
export interface Rotation {
  readonly id: string;
  /** The hash that was current when the session was read. */
  readonly current: string;
  /** The hash of the id that the browser used, which stays valid for a while. */
  readonly used: string;
  readonly next: string;
}

@Injectable()
export class SessionsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Uses up a nonce together with the session that held it. True exactly once, also for concurrent replays of one
   * signed message.
   */
  async burnNonce(sid: string, nonce: string): Promise<boolean> {
    const deleted = await this.database.read.$executeRaw`
      DELETE FROM session WHERE sid = ${sid} AND sess->>'nonce' = ${nonce}`;
    return deleted === 1;
  }

  /**
   * Finds a session by its current or its former hash; ask `sessionUse` whether it may be used at `now`, the database's
   * time. One statement for both, because every request asks.
   */
  async findBySid(sidHash: string): Promise<FoundSession | undefined> {
    const rows = await this.database.read.$queryRaw`
      SELECT id, person_id AS "personId", method, sid_hash AS "sidHash", former_sid_hash AS "formerSidHash",
             former_until AS "formerUntil", rotated_at AS "rotatedAt", opened_at AS "openedAt",
             last_seen_at AS "lastSeenAt", network_address AS "networkAddress", user_agent AS "userAgent",
             clock_timestamp() AS now
      FROM person_session WHERE sid_hash = ${sidHash} OR former_sid_hash = ${sidHash} LIMIT 1`;
    const [row] = Found.parse(rows);
    return row && { session: Row.parse(row), now: row.now };
  }

  async find(id: string): Promise<PersonSession | undefined> {
    const row = await this.database.read.personSession.findUnique({ where: { id } });
    return row ? Row.parse(row) : undefined;
  }

  /** A person's open sessions, newest first. */
  async listOf(personId: string, now: UnixSeconds): Promise<readonly PersonSession[]> {
    const rows = await this.database.read.personSession.findMany({
      where: {
        personId,
        openedAt: { gt: toDate(before(now, SESSION_ABSOLUTE_SECONDS)) },
        lastSeenAt: { gt: toDate(before(now, SESSION_IDLE_SECONDS)) },
      },
      orderBy: [{ openedAt: 'desc' }, { id: 'asc' }],
    });
    return rows.map((row) => Row.parse(row));
  }

  /** Those of the named sessions that have not ended at `now`, which counts as no use of them. */
  async standing(ids: readonly string[], now: UnixSeconds): Promise<readonly PersonSession[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.read.personSession.findMany({ where: { id: { in: [...ids] } } });
    return rows.map((row) => Row.parse(row)).filter((session) => sessionEnd(session) > now);
  }

  async insert(tx: Tx, { former, ...session }: PersonSession): Promise<void> {
    await tx.personSession.create({
      data: {
        ...session,
        formerSidHash: former?.sidHash ?? null,
        formerUntil: former && former.until !== null ? toDate(former.until) : null,
        rotatedAt: toDate(session.rotatedAt),
        openedAt: toDate(session.openedAt),
        lastSeenAt: toDate(session.lastSeenAt),
      },
    });
  }

  async noteUse(id: string, at: UnixSeconds): Promise<void> {
    await this.database.read.personSession.updateMany({ where: { id }, data: { lastSeenAt: toDate(at) } });
  }

  /** The browser has used the new id, so the former one expires at `until`. Only the first call sets it. */
  async retireFormer(id: string, at: UnixSeconds, until: UnixSeconds): Promise<void> {
    await this.database.read.personSession.updateMany({
      where: { id, formerSidHash: { not: null }, formerUntil: null },
      data: { lastSeenAt: toDate(at), formerUntil: toDate(until) },
    });
  }

  /** True for exactly one of concurrent requests. */
  async rotate({ id, current, used, next }: Rotation, at: UnixSeconds): Promise<boolean> {
    const { count } = await this.database.read.personSession.updateMany({
      where: { id, sidHash: current },
      data: {
        sidHash: next,
        formerSidHash: used,
        formerUntil: null,
        rotatedAt: toDate(at),
        lastSeenAt: toDate(at),
      },
    });
    return count === 1;
  }

  /** Ends sessions of one person: the one named, or all but the one named. Returns the ended ones. */
  async end(
    tx: Tx,
    personId: string,
    which: { readonly only: string } | { readonly allBut: string | null },
  ): Promise<readonly string[]> {
    const rows: unknown =
      'only' in which
        ? await tx.$queryRaw`
            DELETE FROM person_session WHERE person_id = ${personId} AND id = ${which.only} RETURNING id`
        : await tx.$queryRaw`
            DELETE FROM person_session WHERE person_id = ${personId} AND id <> ${which.allBut ?? ''} RETURNING id`;
    return Ended.parse(rows)
      .map(({ id }) => id)
      .sort();
  }

  /** Deletes expired sessions. Rows that others have locked are left for the next run. */
  async forgetEnded(): Promise<void> {
    await this.database.read.$executeRaw`
      DELETE FROM person_session WHERE id IN (
        SELECT id FROM person_session
        WHERE last_seen_at < now() - make_interval(secs => ${SESSION_IDLE_SECONDS})
           OR opened_at < now() - make_interval(secs => ${SESSION_ABSOLUTE_SECONDS})
        FOR UPDATE SKIP LOCKED)`;
  }
}

function before(now: UnixSeconds, seconds: number): UnixSeconds {
  return unixSeconds(Math.max(0, now - seconds));
}
