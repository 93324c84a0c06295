import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import connectPgSimple from 'connect-pg-simple';
import type { RequestHandler } from 'express';
import session from 'express-session';
import { Config } from '../../config/config.js';
import { SESSION_ABSOLUTE_SECONDS } from '../../domain/identity/session.js';
import { PgPool } from '../database/pool.js';
import { hostCookieName, isSecure } from './cookies.js';

declare module 'express-session' {
  interface SessionData {
    /** One-time, before sign-in. Who is signed in is not here: `identity` keeps that in a table of its own. */
    nonce: string;
  }
}

export function sessionCookieName(config: Config): string {
  return hostCookieName(config, 'sluice_session');
}

/** Sessions live in PostgreSQL, so that any replica knows them and one deletion ends them everywhere. */
@Injectable()
export class SessionStore implements OnModuleDestroy {
  private readonly store: InstanceType<ReturnType<typeof connectPgSimple>>;

  constructor(
    private readonly config: Config,
    pg: PgPool,
  ) {
    const log = new Logger(SessionStore.name);
    const Store = connectPgSimple(session);
    this.store = new Store({
      pool: pg.pool,
      tableName: 'session',
      createTableIfMissing: false,
      errorLog: (...words: unknown[]) => {
        log.error(words.map(String).join(' '));
      },
    });
  }

  middleware(): RequestHandler {
    const secure = isSecure(this.config);
    const sessions = session({
      store: this.store,
      name: sessionCookieName(this.config),
      secret: this.config.sessionSecret,
      resave: false,
      saveUninitialized: false,
      // Not rolling: an answer to a request with the secret before a rotation must not bring that one back. When a
      // session ends is the database's to say, and not the cookie's.
      rolling: false,
      cookie: {
        httpOnly: true,
        sameSite: 'strict',
        secure,
        path: '/',
        maxAge: SESSION_ABSOLUTE_SECONDS * 1000,
      },
    });
    return (request, response, next) => {
      // TLS may end before Sluice. The public origin says whether people come by https, not a header of theirs.
      if (secure) Object.defineProperty(request, 'secure', { value: true });
      sessions(request, response, next);
    };
  }

  onModuleDestroy(): void {
    this.store.close();
  }
}
