import { Injectable } from '@nestjs/common';
import type { RegisterName } from '../domain/register/ledger.js';
import type { Clearance } from '../domain/confirmations/clearance.js';
import { type Confirmation, isGenuine } from '../domain/confirmations/confirmation.js';
import {
  type CountableConfirmation,
  type GroupProgress,
  type Quorum,
  type Requirement,
  quorumMet,
  quorumProgress,
} from '../domain/confirmations/quorum.js';
import type { Person } from '../domain/identity/person.js';
import type { PersonId, TransferId } from '../domain/values/identifier.js';
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

  async quorum(question: QuorumQuestion, tx: Tx = this.database.read): Promise<Quorum> {
    const { clearance } = question;
    const now = question.now ?? (await this.database.now(tx));
    const stored = await this.confirmations.list(clearance.transferId, tx);
    const counted = await countable(stored, { clearance, now }, await this.people.byId(tx));
    return quorumMet(question.require, counted, question.requesterId);
  }

  /** How far each of these quorums has come, counted as `quorum` does it, in as many queries as for one. */
  async progress(
    questions: readonly QuorumQuestion[],
    tx: Tx = this.database.read,
  ): Promise<ReadonlyMap<TransferId, readonly GroupProgress[]>> {
    if (questions.length === 0) return new Map();
    const now = await this.database.now(tx);
    const ids = questions.map(({ clearance }) => clearance.transferId);
    const stored = await this.confirmations.listEach(ids, tx);
    const people = await this.people.byId(tx);
    const all = questions.map(async ({ clearance, require, requesterId }) => {
      const answers = stored.get(clearance.transferId) ?? [];
      const counted = await countable(answers, { clearance, now }, people);
      return [clearance.transferId, quorumProgress(require, counted, requesterId)] as const;
    });
    return new Map(await Promise.all(all));
  }
}

/** The answers to the revision that is asked about, each verified. */
function countable(
  stored: readonly Confirmation[],
  { clearance, now }: Pick<QuorumQuestion, 'clearance'> & { readonly now: UnixSeconds },
  people: ReadonlyMap<PersonId, Person>,
): Promise<readonly CountableConfirmation[]> {
  const answers = stored.filter((each) => each.revision === clearance.revision);
  return Promise.all(
    answers.map(async (answer) => {
      const signer = people.get(answer.personId);
      return {
        personId: answer.personId,
        groups: signer?.groups ?? [],
        decision: answer.verdict.decision,
        valid: await isGenuine(answer, { clearance, signer, now }),
      };
    }),
  );
}
