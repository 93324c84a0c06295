import { Injectable } from '@nestjs/common';
import { Database } from '../infra/database/database.js';

@Injectable()
export class SessionsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Burns a nonce together with the session that held it. True exactly once, also when the same signed message
   * arrives twice at the same moment.
   */
  async burnNonce(sid: string, nonce: string): Promise<boolean> {
    const deleted = await this.database.read.$executeRaw`
      DELETE FROM session WHERE sid = ${sid} AND sess->>'nonce' = ${nonce}`;
    return deleted === 1;
  }
}
