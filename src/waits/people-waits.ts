import { Injectable } from '@nestjs/common';
import { ConfirmationsService } from '../confirmations/confirmations.service.js';
import { DecisionsRepository } from '../decisions/decisions.repository.js';
import { type CountableConfirmation } from '../domain/confirmations/quorum.js';
import { type Rekeying, rekeyStanding } from '../domain/confirmations/rekeying.js';
import {
  type Everybody,
  awaitedCancelAnswers,
  awaitedConfirmers,
  awaitedExceptions,
  awaitedOwners,
} from '../domain/duties/awaited.js';
import { DomainError } from '../domain/errors.js';
import type { Registered } from '../domain/register/registered.js';
import { revokedWords } from '../domain/signatures/counting-signatures.js';
import { cancelQuestionOf } from '../domain/transfers/cancellation-of.js';
import { clearanceOf } from '../domain/transfers/clearance-of.js';
import { type Transfer, type TransferIn, isRelayed } from '../domain/transfers/transfer.js';
import { intentWords } from '../domain/transfers/transfer-words.js';
import type { Awaited } from '../domain/transfers/awaited.js';
import type { Excepting } from '../domain/transfers/waits-for.js';
import type { PersonId, TransferId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { type ExceptedTransfer, ExceptionsService } from '../exceptions/exceptions.service.js';
import { PoliciesRepository } from '../policies/policies.repository.js';
import { type CountedSignatures, CountingSignatures } from '../transfers/counting-signatures.js';
import type { SignedHash } from '../transfers/owner-signatures.repository.js';
import { RekeyingsRepository } from '../veil/rekeyings.repository.js';

/** The register of now, which every answer of people is held against. */
export interface Held {
  readonly register: Registered;
  readonly now: UnixSeconds;
}

/** Whose acts transfers wait for, counted and verified as their gates count them. */
@Injectable()
export class PeopleWaits {
  constructor(
    private readonly decisions: DecisionsRepository,
    private readonly policies: PoliciesRepository,
    private readonly exceptions: ExceptionsService,
    private readonly confirmations: ConfirmationsService,
    private readonly rekeyings: RekeyingsRepository,
    private readonly signatures: CountingSignatures,
  ) {}

  async of(transfers: readonly Transfer[], held: Held): Promise<ReadonlyMap<TransferId, Awaited>> {
    const confirmers = await this.confirmers(transfers.filter(isIn('awaiting-confirmation')), held);
    const owners = await this.owners(transfers, held);
    const cancels = transfers
      .filter(isIn('cancelling'))
      .filter(({ evidence }) => evidence.cancel.stage === 'cleared')
      .map((each) => [each.id, awaitedCancelAnswers(cancelQuestionOf(each), everybody(held))] as const);
    return new Map([...confirmers, ...owners, ...cancels]);
  }

  /** Which rules of transfers that are held still need whose exception. */
  async excepting(
    transfers: readonly Transfer[],
    held: Held,
  ): Promise<ReadonlyMap<TransferId, readonly Excepting[]>> {
    const waiting = transfers.filter(isIn('needs-exception'));
    if (waiting.length === 0) return new Map();
    const { register, now } = held;
    const decided = await this.decisions.latestEach(waiting.map(({ id }) => id));
    const { document } = await this.policies.active(now);
    const given = await this.exceptions.genuineEach(
      waiting.flatMap((each) => exceptedIn(register, each) ?? []),
      now,
    );
    return new Map(
      waiting.map(({ id, intent }) => {
        const decision = decided.get(id)?.decision;
        const excepted = { exceptions: given.get(id) ?? [], requesterId: intent.requesterId, now };
        return [id, decision ? awaitedExceptions(decision, excepted, document, everybody(held)) : []];
      }),
    );
  }

  private async confirmers(
    asked: readonly TransferIn<'awaiting-confirmation'>[],
    held: Held,
  ): Promise<readonly (readonly [TransferId, Awaited])[]> {
    if (asked.length === 0) return [];
    const answers = await this.confirmations.answers(
      asked.map((each) => ({ clearance: clearanceOf(each), now: held.now })),
    );
    const entries = await this.rekeyings.listEach(asked.map(({ id }) => id));
    return asked.map((each) => {
      const barred = failed(entries.get(each.id) ?? [], each.revision);
      const given: readonly CountableConfirmation[] = answers.get(each.id) ?? [];
      const { require } = each.evidence.cleared;
      const { requesterId } = each.intent;
      return [each.id, awaitedConfirmers({ require, answers: given, requesterId, barred }, everybody(held))];
    });
  }

  private async owners(
    transfers: readonly Transfer[],
    held: Held,
  ): Promise<readonly (readonly [TransferId, Awaited])[]> {
    const asked = transfers.flatMap((each) => askedOwners(held.register, each) ?? []);
    const counted = await this.signatures.ofEach(asked);
    return asked.map(({ signed: { transferId }, barred, owners, threshold }) => {
      const signatures = counted.get(transferId) ?? NONE;
      const counting = signatures.counting.map(({ owner }) => owner);
      const { given } = signatures;
      const awaited = awaitedOwners({ owners, threshold, given, counting, barred }, everybody(held));
      const lost = revokedWords(signatures, threshold);
      return [transferId, lost === undefined ? awaited : { ...awaited, lost }];
    });
  }
}

const NONE: CountedSignatures = { given: [], counting: [], revoked: [] };

/** Whose signatures are collected now: over the transfer itself, or over what burns its nonce. */
function askedOwners(register: Registered, transfer: Transfer) {
  const safe = register.safe(transfer.intent.safeId);
  const signed = collectedOver(transfer);
  if (!safe || !signed) return undefined;
  const { owners, threshold } = safe.profile;
  const barred = isRelayed(transfer) ? transfer.intent.requesterId : null;
  return { signed, owners, threshold, barred };
}

/** One that has enough of them takes more as well: some may count no longer. */
function collectedOver(transfer: Transfer): SignedHash | undefined {
  const { id, state, evidence } = transfer;
  if (isRelayed(transfer)) return { transferId: id, safeTxHash: transfer.evidence.cleared.safeTxHash };
  if (state !== 'cancelling' || evidence.cancel.stage !== 'confirmed') return undefined;
  return { transferId: id, safeTxHash: evidence.cancel.burn.safeTxHash };
}

/** Undefined if its names are gone, or make no sentence: then nothing counts that was signed about it. */
function exceptedIn(
  register: Registered,
  { id, intent, intentHash }: Transfer,
): ExceptedTransfer | undefined {
  const [safe, asset] = [register.safe(intent.safeId), register.asset(intent.assetId)?.asset];
  const destination = register.destination(intent.destinationId);
  if (!safe || !asset || !destination) return undefined;
  try {
    const words = intentWords(intent, { safe: safe.label, destination: destination.label, asset });
    return { id, intentHash, requesterId: intent.requesterId, words, asset };
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

function failed(entries: readonly Rekeying[], revision: number): ReadonlySet<PersonId> {
  const everyone = new Set(entries.map(({ personId }) => personId));
  return new Set([...everyone].filter((id) => rekeyStanding(entries, id, revision).kind === 'failed'));
}

function everybody({ register, now }: Held): Everybody {
  return { people: [...register.people.values()], now };
}

function isIn<S extends Transfer['state']>(state: S) {
  return (transfer: Transfer): transfer is TransferIn<S> => transfer.state === state;
}
