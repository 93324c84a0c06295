import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import {
  type Policy,
  type PolicyDocument,
  PolicyDocumentSchema,
  policyHash,
} from '../domain/policies/policy.js';
import { type Bytes32, parseBytes32 } from '../domain/values/hex.js';
import type { UnixSeconds } from '../domain/values/time.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { PolicyModel } from '../generated/prisma/models/Policy.js';
import { Database, type Tx, fromDate, toDate } from '../infra/database/database.js';

@Injectable()
export class PoliciesRepository {
  constructor(private readonly database: Database) {}

  /**
   * The policy in force. A damaged one is an error and never a reason to go back to the version before, which
   * may be the looser one (invariants 6 and 13).
   */
  async active(now: UnixSeconds, tx: Tx = this.database.read): Promise<Policy> {
    const row = await tx.policy.findFirst({
      where: { activeFrom: { lte: toDate(now) } },
      orderBy: { version: 'desc' },
    });
    if (!row) throw new DomainError('POLICY_UNAVAILABLE', 'no policy is in force');
    return parseRow(row);
  }

  async find(version: number, tx: Tx = this.database.read): Promise<Policy | undefined> {
    const row = await tx.policy.findUnique({ where: { version } });
    return row ? parseRow(row) : undefined;
  }

  async findByHash(hash: Bytes32, tx: Tx = this.database.read): Promise<Policy | undefined> {
    const row = await tx.policy.findUnique({ where: { hash } });
    return row ? parseRow(row) : undefined;
  }

  /** Newest first; `before` is the version at which the page before ended. */
  async list({ limit, before }: { limit: number; before?: number | undefined }): Promise<readonly Policy[]> {
    const rows = await this.database.read.policy.findMany({
      where: before === undefined ? {} : { version: { lt: before } },
      orderBy: { version: 'desc' },
      take: limit,
    });
    return rows.map(parseRow);
  }

  async insert(tx: Tx, policy: Omit<Policy, 'hash'>): Promise<Policy> {
    const document = PolicyDocumentSchema.parse(policy.document);
    const hash = policyHash(document);
    const { version, activeFrom } = policy;
    await tx.policy.create({
      data: { version, hash, activeFrom: toDate(activeFrom), document: stored(document) },
    });
    return { version, activeFrom, document, hash };
  }
}

/** Stored JSON is not trusted to be what was hashed: it is parsed again and its hash is taken again. */
function parseRow(row: PolicyModel): Policy {
  const parsed = PolicyDocumentSchema.safeParse(row.document);
  if (!parsed.success) throw unavailable(row.version, 'it is not a policy document');
  if (policyHash(parsed.data) !== row.hash) throw unavailable(row.version, 'its hash is not the stored hash');
  const { version, activeFrom } = row;
  return { version, hash: parseBytes32(row.hash), activeFrom: fromDate(activeFrom), document: parsed.data };
}

function unavailable(version: number, reason: string): DomainError {
  return new DomainError('POLICY_UNAVAILABLE', `policy version ${String(version)} cannot be used: ${reason}`);
}

function stored(document: PolicyDocument): Prisma.InputJsonObject {
  return structuredClone(document);
}
