import { Injectable } from '@nestjs/common';
import type { RegisterName } from '../domain/register/ledger.js';
import type { Clearance } from '../domain/confirmations/clearance.js';
import { type Confirmation, isGenuine } from '../domain/confirmations/confirmation.js';
import {
  type CountableConfirmation,
  type Quorum,
  type Requirement,
  quorumMet,
} from '../domain/confirmations/quorum.js';
import { signedWith } from '../domain/signatures/signature.js';
import type { PersonId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { Database, type Tx } from '../infra/database/database.js';
import { PeopleRepository } from '../identity/people.repository.js';
import { ConfirmationsRepository } from './confirmations.repository.js';

export interface QuorumQuestion {
  readonly clearance: Clearance;
  readonly require: readonly Requirement[];
  readonly requesterId: PersonId;
  /** The moment to count at: now, unless the clearance has already done its work. */
  readonly now?: UnixSeconds;
}

/** Counts confirmations. Every count verifies every signature again, by the people and keys of now. */
@Injectable()
export class ConfirmationsService {
  constructor(
    private readonly database: Database,
    private readonly confirmations: ConfirmationsRepository,
    private readonly people: PeopleRepository,
  ) {}

  /** The name of the register by which signatures are counted. */
  registerName(tx: Tx): Promise<RegisterName> {
    return this.people.registerName(tx);
  }

  async groupsOf(personId: PersonId, tx: Tx): Promise<readonly string[]> {
    return (await this.people.find(personId, tx))?.groups ?? [];
  }

  async quorum(question: QuorumQuestion, tx: Tx = this.database.read): Promise<Quorum> {
    return quorumMet(question.require, await this.counted(question, tx), question.requesterId);
  }

  /** Every answer to the clearance, each with whether it counts. */
  async counted(
    question: Pick<QuorumQuestion, 'clearance' | 'now'>,
    tx: Tx,
  ): Promise<readonly CountableConfirmation[]> {
    const { clearance } = question;
    const now = question.now ?? (await this.database.now(tx));
    const stored = await this.confirmations.list(clearance.transferId, tx);
    const answers = stored.filter((each) => each.revision === clearance.revision);
    return Promise.all(
      answers.map(async (answer: Confirmation) => {
        const signer = await this.people.find(answer.personId, tx);
        return {
          personId: answer.personId,
          groups: signer?.groups ?? [],
          key: signedWith(answer.signature),
          decision: answer.verdict.decision,
          valid: await isGenuine(answer, { clearance, signer, now }),
        };
      }),
    );
  }
}
