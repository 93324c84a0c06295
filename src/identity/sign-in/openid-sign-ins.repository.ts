import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '../../infra/database/database.js';

/** The values that Sluice sent to the provider and must find again in its answer. */
export interface OpenIdTransaction {
  readonly state: string;
  readonly nonce: string;
  /** RFC 7636. */
  readonly codeVerifier: string;
}

const LIFE_SECONDS = 10 * 60;

const Burnt = z
  .array(z.object({ state: z.string(), nonce: z.string(), codeVerifier: z.string().min(43) }))
  .max(1);

@Injectable()
export class OpenIdSignInsRepository {
  constructor(private readonly database: Database) {}

  async insert(handleHash: string, { state, nonce, codeVerifier }: OpenIdTransaction): Promise<void> {
    await this.database.read.$executeRaw`
      INSERT INTO openid_sign_in (handle_hash, state, nonce, code_verifier, expires_at)
      VALUES (${handleHash}, ${state}, ${nonce}, ${codeVerifier},
              now() + make_interval(secs => ${LIFE_SECONDS}))`;
  }

  /**
   * Uses up a transaction: it is returned exactly once. A wrong state uses up nothing, so a page that sends the browser
   * here with a made-up state cannot spoil the sign-in in progress.
   */
  async burn(handleHash: string, state: string): Promise<OpenIdTransaction | undefined> {
    const rows: unknown = await this.database.read.$queryRaw`
      DELETE FROM openid_sign_in
      WHERE handle_hash = ${handleHash} AND state = ${state} AND expires_at > now()
      RETURNING state, nonce, code_verifier AS "codeVerifier"`;
    return Burnt.parse(rows)[0];
  }

  /** Deletes transactions whose browsers never came back. */
  async forgetExpired(): Promise<void> {
    await this.database.read.$executeRaw`
      DELETE FROM openid_sign_in WHERE handle_hash IN (
        SELECT handle_hash FROM openid_sign_in WHERE expires_at <= now() FOR UPDATE SKIP LOCKED)`;
  }
}
