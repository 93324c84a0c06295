import { createHash, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { AuditLog } from '../audit-log/audit-log.js';
import type { Json } from '../domain/values/canonical-json.js';
import type { Person } from '../domain/identity/person.js';
import { Database } from '../infra/database/database.js';
import { SessionsRepository } from './sessions.repository.js';

const NONCE_MINUTES = 10;

/** Opens and closes sessions, with their audit entries. */
@Injectable()
export class Sessions {
  constructor(
    private readonly stored: SessionsRepository,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** A fresh session that knows nothing but a nonce: also an id that someone planted beforehand ends here. */
  async issueNonce(request: Request): Promise<string> {
    const { personId } = request.session;
    if (personId !== undefined) await this.close(request, personId);
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

  refuse(detail: Readonly<Record<string, Json>>): Promise<void> {
    return this.database.transaction((tx) =>
      this.audit.append(tx, { type: 'session.refused', actor: 'anonymous', detail }),
    );
  }

  /** The person comes into the session only after the entry is written: what is assigned is saved, come what may. */
  async open(request: Request, person: Person): Promise<void> {
    await regenerate(request);
    const signedInAt = await this.database.transaction(async (tx) => {
      const subject = sessionIdOf(request.sessionID);
      await this.audit.append(tx, { type: 'session.opened', actor: person.id, subject, detail: {} });
      return this.database.now(tx);
    });
    request.session.personId = person.id;
    request.session.signedInAt = signedInAt;
    await save(request);
  }

  async close(request: Request, actor: string): Promise<void> {
    const subject = sessionIdOf(request.sessionID);
    await this.database.transaction(async (tx) => {
      await this.audit.append(tx, { type: 'session.closed', actor, subject, detail: {} });
      await promisify(request.session.destroy.bind(request.session))();
    });
  }
}

function regenerate(request: Request): Promise<void> {
  return promisify(request.session.regenerate.bind(request.session))();
}

function save(request: Request): Promise<void> {
  return promisify(request.session.save.bind(request.session))();
}

/** Names a session in the log without being the secret in its cookie. */
export function sessionIdOf(sid: string): string {
  return `ses_${createHash('sha256').update(sid).digest('hex').slice(0, 32)}`;
}
