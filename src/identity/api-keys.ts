import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { DomainError } from '../domain/errors.js';
import { Database, type Tx } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';
import { type ApiKey, ApiKeysRepository } from './api-keys.repository.js';
import { secretHash } from './secret-hash.js';
import type { CreateApiKey } from './identity.contract.js';

const LIFE_MAX_SECONDS = 366 * 24 * 60 * 60;
const BEARER = /^Bearer slk_([0-9a-f-]{36})_([A-Za-z0-9_-]{43})$/;

/** Keys for services. The secret is returned once, at creation; only its hash is stored. */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly keys: ApiKeysRepository,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  async create(tx: Tx, wanted: CreateApiKey, actor: string): Promise<{ apiKey: ApiKey; secret: string }> {
    const now = await this.database.now(tx);
    const { name, roles, expiresAt } = wanted;
    if (expiresAt <= now) throw DomainError.at('/expiresAt', 'EXPIRED', 'the key would have expired already');
    if (expiresAt > now + LIFE_MAX_SECONDS)
      throw DomainError.at('/expiresAt', 'EXPIRY_TOO_FAR', 'at most 366 days ahead');
    const secret = randomBytes(32);
    const id = newId('key');
    const apiKey = {
      id,
      name,
      roles,
      secretHash: secretHash(secret),
      createdBy: actor,
      createdAt: now,
      expiresAt,
      revokedAt: null,
      lastUsedAt: null,
    };
    await this.keys.insert(tx, apiKey);
    const detail = { name, roles, expiresAt };
    await this.audit.append(tx, { type: 'api-key.created', actor, subject: id, detail });
    return { apiKey, secret: `slk_${id.slice('key_'.length)}_${secret.toString('base64url')}` };
  }

  async revoke(id: string, actor: string): Promise<ApiKey> {
    return this.database.transaction(async (tx) => {
      const isRevoked = await this.keys.revoke(tx, id, await this.database.now(tx));
      const apiKey = await this.keys.find(id, tx);
      if (!apiKey) throw new DomainError('API_KEY_NOT_FOUND', 'there is no such API key');
      if (!isRevoked) throw new DomainError('STATE_CONFLICT', 'the API key is revoked already');
      await this.audit.append(tx, {
        type: 'api-key.revoked',
        actor,
        subject: id,
        detail: { name: apiKey.name },
      });
      return apiKey;
    });
  }

  /** @throws DomainError API_KEY_NOT_FOUND */
  async require(id: string): Promise<ApiKey> {
    const apiKey = await this.keys.find(id);
    if (!apiKey) throw new DomainError('API_KEY_NOT_FOUND', 'there is no such API key');
    return apiKey;
  }

  list(): Promise<readonly ApiKey[]> {
    return this.keys.list();
  }

  /** The API key of an Authorization header. Every failure gets the same answer, whatever its reason. */
  async authenticate(header: string): Promise<ApiKey> {
    const denied = new DomainError('UNAUTHENTICATED', 'the API key is not valid');
    const [, uuid = '', written = ''] = BEARER.exec(header) ?? [];
    const secret = Buffer.from(written, 'base64url');
    // The last base64url character has two spare bits; refuse non-canonical spellings of the secret.
    if (secret.length !== 32 || secret.toString('base64url') !== written) throw denied;
    const key = await this.keys.find(`key_${uuid}`);
    const expected = Buffer.from(key?.secretHash ?? secretHash(randomBytes(32)), 'hex');
    const isKnown = timingSafeEqual(expected, Buffer.from(secretHash(secret), 'hex'));
    if (!key || !isKnown) throw denied;
    const now = await this.database.now();
    if (key.revokedAt !== null || key.expiresAt <= now) throw denied;
    await this.keys.noteUse(key, now);
    return key;
  }
}
