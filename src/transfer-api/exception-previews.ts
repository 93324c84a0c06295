import { Injectable } from '@nestjs/common';
import { FactsGatherer } from '../decisions/gather-facts.js';
import { DomainError, type Refusal, refusal } from '../domain/errors.js';
import { exceptionTermFault } from '../domain/exceptions/exception-term.js';
import type { PolicyException } from '../domain/exceptions/policy-exception.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import type { PersonId } from '../domain/values/identifier.js';
import { PeopleRepository } from '../identity/people.repository.js';
import { Database, type Tx } from '../infra/database/database.js';
import { Freezes } from '../safes/freezes.js';
import {
  type Draft,
  ExceptionDrafts,
  type ExceptionTerms,
  exceptionFault,
  requireFitting,
  requireHeld,
  requireNew,
  requireOther,
} from './exception-drafts.js';

/** What one officer would sign, and for which transfer. */
interface Previewed {
  readonly draft: Draft;
  readonly transfer: Transfer;
  readonly personId: PersonId;
}

/** An exception to sign, and why it would be signed in vain. */
@Injectable()
export class ExceptionPreviews {
  constructor(
    private readonly database: Database,
    private readonly gatherer: FactsGatherer,
    private readonly drafts: ExceptionDrafts,
    private readonly people: PeopleRepository,
    private readonly freezes: Freezes,
  ) {}

  /** By what the rules measure now. @throws DomainError if there is nothing to except */
  async of(
    transfer: Transfer,
    terms: ExceptionTerms,
    personId: PersonId,
  ): Promise<{ readonly exception: PolicyException; readonly fault: Refusal | undefined }> {
    requireHeld(transfer);
    const { id, intent, intentSignature: signature } = transfer;
    const gathered = await this.gatherer.gather({ id, intent, signature }, 'all');
    return this.database.transaction(async (tx) => {
      const draft = await this.drafts.draft(tx, transfer, { gathered, terms });
      const now = await this.database.now(tx);
      const term = { now, transferExpiresAt: intent.expiresAt };
      const fault =
        faultOf(() => {
          requireOther(transfer, personId);
          requireFitting(draft);
          requireNew(draft, personId);
        }) ??
        exceptionTermFault(terms.expiresAt, term) ??
        (await this.idle(tx, { draft, transfer, personId }));
      return { exception: draft.exception, fault };
    });
  }

  /** Why it would not count, or not now. */
  private async idle(tx: Tx, { draft, transfer, personId }: Previewed): Promise<Refusal | undefined> {
    const { requesterId, safeId } = transfer.intent;
    if (await this.freezes.frozen(safeId, tx))
      return refusal('SAFE_FROZEN', 'the Safe is frozen: it takes no exception');
    const person = await this.people.find(personId, tx);
    if (!person) return refusal('PERSON_NOT_FOUND', 'no such person');
    return exceptionFault(draft, person, { requesterId, now: await this.database.now(tx) });
  }
}

/** What a requirement refuses, as a value. */
function faultOf(requirement: () => void): Refusal | undefined {
  try {
    requirement();
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return refusal(error.code, error.message);
    throw error;
  }
}
