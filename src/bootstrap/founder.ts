import { Injectable } from '@nestjs/common';
import { DestinationsRepository } from '../address-book/destinations.repository.js';
import { AssetsRepository } from '../assets/assets.repository.js';
import { AuditLog } from '../audit-log/audit-log.js';
import { canonicalHash } from '../domain/values/canonical-json.js';
import { parseId } from '../domain/values/identifier.js';
import { PeopleRepository } from '../identity/people.repository.js';
import { Database, type Tx } from '../infra/database/database.js';
import { PoliciesRepository } from '../policies/policies.repository.js';
import { SafesRepository } from '../safes/safes.repository.js';
import type { FoundingDocument } from './founding-document.js';
import { type CheckedFounding, FoundingChecks } from './founding-checks.js';

@Injectable()
export class GovernedRegisters {
  constructor(
    readonly safes: SafesRepository,
    readonly assets: AssetsRepository,
    readonly destinations: DestinationsRepository,
  ) {}
}

@Injectable()
export class FoundingRegisters {
  constructor(
    private readonly database: Database,
    private readonly people: PeopleRepository,
    private readonly governed: GovernedRegisters,
    private readonly policies: PoliciesRepository,
  ) {}

  async fill(tx: Tx, document: FoundingDocument, checked: CheckedFounding): Promise<void> {
    if ((await this.people.list(tx)).length > 0)
      throw new Error('This database has been set up before; that can be done once only.');
    const now = await this.database.now(tx);
    for (const person of document.people) {
      const keys = person.keys.map((key) => ({ ...key, activeFrom: now, revokedAt: null }));
      await this.people.insert(tx, { ...person, id: parseId('per', person.id), removedAt: null, keys }, now);
    }
    for (const safe of checked.safes) await this.governed.safes.insert(tx, { ...safe, onboardedAt: now });
    for (const asset of checked.assets) await this.governed.assets.insert(tx, asset, now);
    for (const { owner, ...destination } of checked.destinations) {
      await this.governed.destinations.insert(tx, destination, owner);
    }
    await this.policies.insert(tx, { version: 1, activeFrom: now, document: document.policy });
  }
}

/** Writes the founding set-up: once, whole or not at all, with its entry in the log. */
@Injectable()
export class Founder {
  constructor(
    private readonly database: Database,
    private readonly checks: FoundingChecks,
    private readonly audit: AuditLog,
    private readonly registers: FoundingRegisters,
  ) {}

  /** @throws Error naming everything that is wrong with the document; nothing is written then */
  async found(document: FoundingDocument): Promise<void> {
    const checked = await this.checks.check(document);
    await this.database.transaction(async (tx) => {
      // The log's head row is locked from here on: of two attempts at once the second sees the first.
      await this.audit.append(tx, {
        type: 'system.bootstrapped',
        actor: 'system',
        detail: { document: document, hash: canonicalHash(document) },
      });
      await this.registers.fill(tx, document, checked);
    });
  }
}
