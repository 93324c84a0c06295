import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { AuditLog } from '../audit-log/audit-log.js';
import { DomainError } from '../domain/errors.js';
import type { Person } from '../domain/identity/person.js';
import {
  type PersonSession,
  type SignInMethod,
  SESSION_OVERLAP_SECONDS,
  plainUserAgent,
  sessionUse,
} from '../domain/identity/session.js';
import { type UnixSeconds, unixSeconds } from '../domain/values/time.js';
import { Database } from '../infra/database/database.js';
import { secretHash } from './secret-hash.js';
import { SessionsRepository } from './sessions.repository.js';

const NONCE_MINUTES = 10;

/**
 * Opens, renews and closes sessions, with their audit entries. The session middleware's row has the cookie's id and the
 * nonce. Who is signed in stands in a separate table that only this class writes. So a request in flight cannot revive
 * an ended session when the middleware saves its copy.
 */
@Injectable()
export class Sessions {
  constructor(
    private readonly stored: SessionsRepository,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** Starts a fresh session with nothing but a nonce, which also ends an id planted by session fixation. */
  async issueNonce(request: Request): Promise<string> {
    await this.leave(request);
    await regenerate(request);
    const nonce = randomBytes(16).toString('hex');
    request.session.nonce = nonce;
    request.session.cookie.maxAge = NONCE_MINUTES * 60_000;
    await save(request);
    return nonce;
  }

  burnNonce(sid: string, nonce: string): Promise<boolean> {
    return this.stored.burnNonce(sid, nonce);
  }

  /** Opens a session under a new id, whatever the browser sent. The cookie is sent only after the entry is written. */
  async open(request: Request, person: Person, method: SignInMethod): Promise<void> {
    await this.leave(request);
    await regenerate(request);
    await this.stored.forgetEnded();
    const id = sessionIdOf(request.sessionID);
    await this.database.transaction(async (tx) => {
      const now = await this.database.now(tx);
      await this.stored.insert(tx, {
        id,
        personId: person.id,
        method,
        sidHash: secretHash(request.sessionID),
        former: null,
        rotatedAt: now,
        openedAt: now,
        lastSeenAt: now,
        networkAddress: request.ip ?? 'unknown',
        userAgent: plainUserAgent(request.headers['user-agent']),
      });
      await this.audit.append(tx, {
        type: 'session.opened',
        actor: person.id,
        subject: id,
        detail: { method },
      });
    });
    await save(request);
  }

  /** The open session of the request's cookie, marked as used; undefined if there is none or it has ended. */
  async resume(request: Request): Promise<PersonSession | undefined> {
    const used = secretHash(request.sessionID);
    const found = await this.stored.findBySid(used);
    if (!found) return undefined;
    const { session, now } = found;
    const { id } = session;
    switch (sessionUse(session, used, now)) {
      case 'ended':
        return undefined;
      case 'rotate':
        await this.rotate(request, session, now);
        return session;
      case 'retire-former':
        await this.stored.retireFormer(id, now, unixSeconds(now + SESSION_OVERLAP_SECONDS));
        return session;
      case 'note':
        await this.stored.noteUse(id, now);
        return session;
      case 'nothing':
        return session;
    }
  }

  /** As stored now; undefined if it has been ended. */
  find(id: string): Promise<PersonSession | undefined> {
    return this.stored.find(id);
  }

  /** The same for a request that nobody need have made: it marks nothing, so it keeps no idle session open. */
  async look(request: Request): Promise<PersonSession | undefined> {
    const used = secretHash(request.sessionID);
    const found = await this.stored.findBySid(used);
    if (!found || sessionUse(found.session, used, found.now) === 'ended') return undefined;
    return found.session;
  }

  async listOf(personId: string): Promise<readonly PersonSession[]> {
    return this.stored.listOf(personId, await this.database.now());
  }

  /** Signs out: the browser's row goes too. */
  async close(request: Request, personId: string, id: string): Promise<void> {
    await this.endOwn(personId, id);
    await promisify(request.session.destroy.bind(request.session))();
  }

  /** Ends another session of a person. Other people's sessions are treated as unknown. */
  async revoke(personId: string, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const ended = await this.stored.end(tx, personId, { only: id });
      if (ended.length === 0) throw new DomainError('SESSION_NOT_FOUND', 'you have no such session');
      const detail = { person: personId, sessions: ended };
      await this.audit.append(tx, { type: 'session.revoked', actor: personId, subject: id, detail });
    });
  }

  /** Ends every session of a person but the one named. */
  async revokeAll(personId: string, by: { actor: string; but: string | null }): Promise<readonly string[]> {
    return this.database.transaction(async (tx) => {
      const sessions = await this.stored.end(tx, personId, { allBut: by.but });
      const detail = { person: personId, sessions };
      await this.audit.append(tx, { type: 'session.revoked', actor: by.actor, subject: personId, detail });
      return sessions;
    });
  }

  /** Ends the browser's present session when it begins another sign-in. */
  private async leave(request: Request): Promise<void> {
    const found = await this.stored.findBySid(secretHash(request.sessionID));
    if (found) await this.endOwn(found.session.personId, found.session.id);
  }

  private async endOwn(personId: string, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.stored.end(tx, personId, { only: id });
      await this.audit.append(tx, { type: 'session.closed', actor: personId, subject: id, detail: {} });
    });
  }

  /** Gives the browser a new id with this answer. Of concurrent requests one rotates, the others continue. */
  private async rotate(request: Request, { id, sidHash }: PersonSession, now: UnixSeconds): Promise<void> {
    const { sessionID, session } = request;
    const { cookie: _, ...kept } = session;
    request.sessionStore.generate(request);
    Object.assign(request.session, kept);
    const next = secretHash(request.sessionID);
    if (await this.stored.rotate({ id, current: sidHash, used: secretHash(sessionID), next }, now)) {
      await save(request);
      return;
    }
    request.sessionID = sessionID;
    request.session = session;
  }
}

function regenerate(request: Request): Promise<void> {
  return promisify(request.session.regenerate.bind(request.session))();
}

function save(request: Request): Promise<void> {
  return promisify(request.session.save.bind(request.session))();
}

/** The session's id in the log, from which the cookie's secret cannot be derived. */
function sessionIdOf(sid: string): string {
  return `ses_${secretHash(sid).slice(0, 32)}`;
}
