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
import { signedWith } from '../domain/signatures/signature.js';
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

  person(personId: PersonId, tx: Tx = this.database.read): Promise<Person | undefined> {
    return this.people.find(personId, tx);
  }

  async quorum(question: QuorumQuestion, tx: Tx = this.database.read): Promise<Quorum> {
    const { clearance, require, requesterId } = question;
    const answers = (await this.answers([question], tx)).get(clearance.transferId) ?? [];
    return quorumMet(require, answers, requesterId);
  }

  /** How far each of these quorums has come, counted as `quorum` does it, in as many queries as for one. */
  async progress(
    questions: readonly QuorumQuestion[],
    tx: Tx = this.database.read,
  ): Promise<ReadonlyMap<TransferId, readonly GroupProgress[]>> {
    const answers = await this.answers(questions, tx);
    return new Map(
      questions.map(({ clearance: { transferId }, require, requesterId }) => [
        transferId,
        quorumProgress(require, answers.get(transferId) ?? [], requesterId),
      ]),
    );
  }

  /** Everybody's answer to the revision that each question is about, each with whether it counts. */
  async answers(
    questions: readonly Pick<QuorumQuestion, 'clearance' | 'now'>[],
    tx: Tx = this.database.read,
  ): Promise<ReadonlyMap<TransferId, readonly CountableConfirmation[]>> {
    if (questions.length === 0) return new Map();
    const [now, people] = [await this.database.now(tx), await this.people.byId(tx)];
    const stored = await this.confirmations.listEach(
      questions.map(({ clearance }) => clearance.transferId),
      tx,
    );
    const counted = await Promise.all(
      questions.map(async ({ clearance, now: at = now }) => {
        const { transferId, revision } = clearance;
        const answers = (stored.get(transferId) ?? []).filter((each) => each.revision === revision);
        const verified = answers.map((each) => countable(each, { clearance, people, now: at }));
        return [transferId, await Promise.all(verified)] as const;
      }),
    );
    return new Map(counted);
  }
}

async function countable(
  answer: Confirmation,
  { clearance, people, now }: Counting,
): Promise<CountableConfirmation> {
  const signer = people.get(answer.personId);
  return {
    personId: answer.personId,
    groups: signer?.groups ?? [],
    key: signedWith(answer.signature),
    decision: answer.verdict.decision,
    valid: await isGenuine(answer, { clearance, signer, now }),
  };
}

interface Counting {
  readonly clearance: Clearance;
  readonly people: ReadonlyMap<PersonId, Person>;
  readonly now: UnixSeconds;
}
