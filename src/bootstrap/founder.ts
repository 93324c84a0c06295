import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { type Change, type ChangeAnswer, ChangeSchema, changeHash } from '../domain/changes/change.js';
import { foundingFault } from '../domain/register/found.js';
import { canonicalHash, type Json } from '../domain/values/canonical-json.js';
import type { Bytes32 } from '../domain/values/hex.js';
import { unixSeconds } from '../domain/values/time.js';
import { Database } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';
import { GovernanceActsRepository } from '../register/governance-acts.repository.js';
import { foundingChange } from './founding-change.js';
import { FoundingChecks } from './founding-checks.js';
import type { FoundingDocument } from './founding-document.js';

/** How long founders have for their signatures. */
const SIGNING_SECONDS = 7 * 24 * 60 * 60;
const AHEAD_SECONDS = 300;

interface Founding {
  readonly document: FoundingDocument;
  readonly change: Change;
}

/** Makes the founding change, and applies it once its quorum has signed: only once, atomically, with its log entry. */
@Injectable()
export class Founder {
  constructor(
    private readonly database: Database,
    private readonly checks: FoundingChecks,
    private readonly audit: AuditLog,
    private readonly acts: GovernanceActsRepository,
  ) {}

  /** @throws Error naming everything that is wrong with the document; nothing is written */
  async prepare(document: FoundingDocument): Promise<Change> {
    const checked = await this.checks.check(document);
    const now = await this.database.now();
    const expiresAt = unixSeconds(now + SIGNING_SECONDS);
    return foundingChange(document, checked, {
      id: newId('chg'),
      chainId: chainOf(checked.safes),
      expiresAt,
    });
  }

  /** @returns the installation's id; @throws Error if the quorum is missing or the chain has changed since */
  async found({ document, change }: Founding, answers: readonly ChangeAnswer[]): Promise<Bytes32> {
    const checked = await this.checks.check(document);
    const { id, expiresAt } = change;
    const again = foundingChange(document, checked, { id, chainId: chainOf(checked.safes), expiresAt });
    if (changeHash(again) !== changeHash(change))
      throw new Error(
        'The founding is refused: it is not what the document and the chain make now. Prepare it again.',
      );
    const fault = await foundingFault(change, answers);
    if (fault !== undefined) throw new Error(`The founding is refused: ${fault}.`);
    await this.database.transaction(async (tx) => {
      const now = await this.database.now(tx);
      const stray = answers.find(
        ({ at }) => at > now + AHEAD_SECONDS || at < expiresAt - SIGNING_SECONDS - AHEAD_SECONDS,
      );
      if (now >= expiresAt || stray)
        throw new Error('The founding is refused: it was not signed in its time.');
      // From here on the head's row is locked: of two concurrent foundings the second sees the first.
      if ((await this.acts.takeSeq(tx)) !== 0n)
        throw new Error('This database has been set up before; that can be done once only.');
      await this.acts.insert(tx, 0n, {
        act: 'found',
        change: ChangeSchema.parse(JSON.parse(JSON.stringify(change))),
        answers: [...answers],
      });
      await this.audit.append(tx, {
        type: 'system.bootstrapped',
        actor: 'system',
        detail: {
          change,
          answers,
          hash: changeHash(change),
          document: canonicalHash(JSON.parse(JSON.stringify(document)) as Json),
        },
      });
    });
    return changeHash(change);
  }
}

function chainOf(safes: readonly { readonly profile: { readonly chainId: number } }[]): number {
  const [first] = safes;
  if (!first) throw new Error('no Safe is named');
  return first.profile.chainId;
}
