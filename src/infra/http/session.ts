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
    /** One-time, for sign-in. Who is signed in is not here: `identity` keeps that in a separate table. */
    nonce: string;
  }
}

export function sessionCookieName(config: Config): string {
  return hostCookieName(config, 'sluice_session');
}

/** Stores sessions in PostgreSQL: all replicas know them, and one deletion ends them everywhere. */
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
      // A row stays from when it was written for as long as anything in it can count: the twelve hours of a session,
      // the minutes of a nonce. To prolong it at every request would cost a write each, and keep what has ended.
      disableTouch: true,
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
      // Not rolling: after a rotation the answer to a late request with the old secret must not restore it. The
      // database decides when a session ends, not the cookie.
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
      // A proxy may terminate TLS. Trust the public origin to tell whether people use https, not a request header.
      if (secure) Object.defineProperty(request, 'secure', { value: true });
      sessions(request, response, next);
    };
  }

  onModuleDestroy(): void {
    this.store.close();
  }
}
