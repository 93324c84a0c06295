import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { type Cancellation, cancellationDigest } from '../domain/confirmations/cancellation-statement.js';
import {
  cancelAnswerFault,
  cancelKeyFault,
  isGenuineCancelAnswer,
} from '../domain/confirmations/cancellation.js';
import type { Verdict } from '../domain/confirmations/clearance.js';
import { DomainError } from '../domain/errors.js';
import type { Signature } from '../domain/signatures/signature.js';
import { askerOf, cancelQuestionOf, cancellationOf } from '../domain/transfers/cancellation-of.js';
import type { Transfer, TransferIn } from '../domain/transfers/transfer.js';
import type { PersonId } from '../domain/values/identifier.js';
import { TransferObjects } from '../decisions/transfer-objects.js';
import { PeopleRepository } from '../identity/people.repository.js';
import { SignatureIntake } from '../identity/signature-intake.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { Database, type Tx } from '../infra/database/database.js';
import { TransferLife } from '../transfers/transfer-life.js';
import { CancellationsRepository, type StoredCancelAnswer } from './cancellations.repository.js';

/** What a person answers to a cancel. */
export interface GivenCancelAnswer {
  readonly personId: PersonId;
  readonly verdict: Verdict;
  readonly signature: Signature;
}

/** The Safe's nonce, as it was read before the answer is taken; undefined where none is needed. */
type NonceBefore = bigint | undefined;

/** Accepts one person's signed answer to a cancel. No freeze stops it: burning a nonce pays nobody. */
@Injectable()
export class CancelAnswers {
  constructor(
    private readonly database: Database,
    private readonly cancellations: CancellationsRepository,
    private readonly reader: SafeReader,
    private readonly objects: TransferObjects,
    private readonly people: PeopleRepository,
    private readonly intake: SignatureIntake,
    private readonly life: TransferLife,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Reads the chain, outside of the transaction.
   * @throws DomainError RPC_UNAVAILABLE or RPC_DISAGREE
   */
  async see(transfer: Transfer, { decision }: Verdict): Promise<NonceBefore> {
    if (transfer.state !== 'cancelling' || decision !== 'confirm') return undefined;
    const { profile, address } = await this.objects.safe(transfer.intent);
    return (await this.reader.readProfile(address, 'all', profile)).nonce;
  }

  /** @returns the transfer: its owners are asked to burn the nonce, or it goes on */
  async take(
    tx: Tx,
    transfer: Transfer,
    { before, ...given }: GivenCancelAnswer & { readonly before: NonceBefore },
  ): Promise<Transfer> {
    const { personId, verdict } = given;
    if (transfer.state !== 'cancelling' || transfer.evidence.cancel.stage !== 'cleared')
      throw new DomainError('STATE_CONFLICT', `there is no cancel to answer: ${standOf(transfer)}`);
    const { by, burn } = transfer.evidence.cancel;
    if (verdict.decision === 'confirm') requireUnused(transfer, before);
    if (by === 'system' && verdict.decision === 'reject')
      throw new DomainError('STATE_CONFLICT', 'a cancel that Sluice began itself cannot be rejected');
    if ((await this.database.now(tx)) >= burn.expiresAt)
      throw new DomainError('STATE_CONFLICT', 'the time to answer this cancel is over');
    await this.requireMay(tx, transfer, given);
    const cancellation = cancellationOf(transfer, burn);
    const answer = await this.verified(tx, transfer, { given, cancellation });
    await this.record(tx, transfer, answer);
    const event =
      verdict.decision === 'confirm'
        ? ({ kind: 'confirm-cancel', by: personId } as const)
        : ({ kind: 'resume' } as const);
    return this.life.advance(tx, transfer, event, personId);
  }

  private async requireMay(tx: Tx, transfer: Cancelling, given: GivenCancelAnswer): Promise<void> {
    const person = await this.people.find(given.personId, tx);
    const question = cancelQuestionOf(transfer);
    const fault = person && (cancelAnswerFault(person, question) ?? cancelKeyFault(person, question, given));
    if (!person) throw new DomainError('PERSON_NOT_FOUND', 'no such person');
    if (fault) throw new DomainError(fault.code, fault.reason);
  }

  private async verified(
    tx: Tx,
    transfer: Cancelling,
    { given, cancellation }: { readonly given: GivenCancelAnswer; readonly cancellation: Cancellation },
  ): Promise<StoredCancelAnswer> {
    const now = await this.database.now(tx);
    const digest = cancellationDigest(cancellation, given.verdict);
    const signed = await this.intake.takeFrom(tx, { ...given, digest, now });
    const answer = signed && { ...given, keyId: signed.key.id, digest, at: now };
    const check = { cancellation, question: cancelQuestionOf(transfer), signer: signed?.person, now };
    if (answer && (await isGenuineCancelAnswer(answer, check))) return answer;
    const detail = 'the signature is none of your keys over this cancellation';
    throw DomainError.at('/signature', 'APPROVAL_BINDING', detail);
  }

  private async record(tx: Tx, transfer: Cancelling, answer: StoredCancelAnswer): Promise<void> {
    const { id, intent, evidence } = transfer;
    const asked = await this.cancellations.find(id, askerOf(evidence.cancel), tx);
    if (!asked) throw new Error(`nobody asked to cancel ${id}`);
    await this.cancellations.answer(tx, asked.id, answer);
    const { personId, verdict, digest, keyId, signature } = answer;
    await this.audit.append(tx, {
      ...{ type: 'transfer.cancel-answered', actor: personId, safeId: intent.safeId, subject: id },
      detail: {
        ...{ ...verdict, digest, keyId, signature, cancellation: asked.id },
        register: await this.people.registerName(tx),
      },
    });
  }
}

type Cancelling = TransferIn<'cancelling'>;

/** What burnt the nonce before anybody confirmed that was not cleared, and nobody makes it so afterwards. */
function requireUnused({ evidence }: Cancelling, now: NonceBefore): void {
  const { nonce } = evidence.cleared;
  if (now !== undefined && now <= nonce) return;
  const words = `nonce ${nonce.toString()} is used already: there is nothing left to confirm`;
  throw new DomainError('NONCE_SUPERSEDED', words);
}

function standOf({ state, evidence }: Transfer): string {
  return state === 'cancelling' ? `it is ${evidence.cancel.stage}` : `the transfer is ${state}`;
}
