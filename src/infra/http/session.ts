import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import connectPgSimple from 'connect-pg-simple';
import type { RequestHandler } from 'express';
import session from 'express-session';
import { Config } from '../../config/config.js';
import { PgPool } from '../database/pool.js';

declare module 'express-session' {
  interface SessionData {
    /** One-time, before sign-in. */
    nonce: string;
    /** After sign-in. Roles are not here: they are read fresh for every request. */
    personId: string;
    signedInAt: number;
  }
}

const IDLE_MINUTES = 30;

/** With TLS the `__Host-` prefix makes browsers refuse the cookie from any other host or path, and without Secure. */
export function sessionCookieName(config: Config): string {
  return isSecure(config) ? '__Host-sluice_session' : 'sluice_session';
}

function isSecure(config: Config): boolean {
  return config.publicOrigin.startsWith('https:');
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
      rolling: true,
      cookie: { httpOnly: true, sameSite: 'strict', secure, path: '/', maxAge: IDLE_MINUTES * 60_000 },
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
