import { Injectable } from '@nestjs/common';
import type { Asset } from '../domain/assets/asset.js';
import { fillFault } from '../domain/confirmations/answer-fault.js';
import { type CountableConfirmation, type Requirement, needsEvmKey } from '../domain/confirmations/quorum.js';
import { evmKeyWords } from '../domain/confirmations/requirement-words.js';
import { awaitedExceptions } from '../domain/duties/awaited.js';
import { placeFault } from '../domain/duties/place-fault.js';
import { DomainError, type Refusal } from '../domain/errors.js';
import { exceptionWords } from '../domain/exceptions/exception-words.js';
import type { PolicyException } from '../domain/exceptions/policy-exception.js';
import { decide } from '../domain/policies/decide.js';
import type { ExceptionFact } from '../domain/policies/facts.js';
import { type Unit, parseMeasure, printMeasure } from '../domain/policies/measure.js';
import { type Waivable, asConfirmation, hasExcepted, isWaivable } from '../domain/policies/waive.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import type { Amount } from '../domain/values/amount.js';
import type { Person } from '../domain/identity/person.js';
import { NOBODY } from '../domain/transfers/awaited.js';
import type { PersonId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import type { Tx } from '../infra/database/database.js';
import { FactsGatherer } from '../decisions/gather-facts.js';
import { type TransferSnapshot, wordsOf } from '../decisions/transfer-snapshot.js';

/** Compliance's input; the rest of an exception is measured. */
export interface ExceptionTerms {
  readonly rule: string;
  /** In the rule's unit (whole units of the asset, US dollars or transfers), as written. */
  readonly ceiling: string;
  readonly reason: string;
  readonly ticket: string;
  readonly expiresAt: UnixSeconds;
}

/** A complete exception, and the denial that it must lift. */
export interface Draft {
  readonly exception: PolicyException;
  readonly denial: Waivable;
  readonly asset: Pick<Asset, 'symbol' | 'decimals'>;
  /** The exceptions that count for the transfer now. */
  readonly counting: readonly ExceptionFact[];
  /** Who must except. */
  readonly require: readonly Requirement[];
}

/** Makes the statement of an exception from what the rules measure now. */
@Injectable()
export class ExceptionDrafts {
  constructor(private readonly gatherer: FactsGatherer) {}

  /** Only a waivable policy rule that denies the transfer now can be excepted; an integrity check never can. */
  async draft(
    tx: Tx,
    transfer: Transfer,
    { gathered, terms }: { gathered: TransferSnapshot; terms: ExceptionTerms },
  ): Promise<Draft> {
    const { facts, policy } = await this.gatherer.complete(tx, gathered, 'exception');
    const denial = decide(policy, facts)
      .reasons.filter(isWaivable)
      .find(({ kind, rule }) => kind === 'policy' && rule === terms.rule);
    if (!denial?.bound) {
      throw DomainError.at(
        '/rule',
        'RULE_NOT_WAIVABLE',
        `this transfer is not held by a waivable rule named ${terms.rule}`,
      );
    }
    const { asset } = gathered.asset;
    const waived = {
      rule: terms.rule,
      unit: denial.unit,
      measured: BigInt(denial.measured),
      bound: BigInt(denial.bound),
      ceiling: ceilingOf(terms, denial.unit, asset),
    };
    const exception: PolicyException = {
      chainId: transfer.intent.chainId,
      safe: transfer.intent.safe,
      transferId: transfer.id,
      intentHash: transfer.intentHash,
      ...waived,
      reason: terms.reason,
      ticket: terms.ticket,
      words: exceptionWords(waived, asset, wordsOf(gathered)),
      expiresAt: terms.expiresAt,
    };
    return { exception, denial, asset, counting: facts.exceptions, require: policy.document.exceptionQuorum };
  }
}

export function requireHeld({ state }: Transfer): void {
  if (state === 'needs-exception') return;
  throw new DomainError('STATE_CONFLICT', `a transfer that is ${state} needs no exception`);
}

export function requireOther({ intent }: Transfer, personId: PersonId): void {
  if (personId === intent.requesterId)
    throw new DomainError('SOD', 'nobody excepts a transfer that they requested');
}

/** Refuses an exception that could not lift the denial, so that a typing error does not end up on file. */
export function requireFitting({ exception, denial, asset }: Draft): void {
  const { rule, ceiling, measured, unit } = exception;
  const most = BigInt(denial.ceiling);
  const print = (value: bigint): string => printMeasure(value, unit, asset);
  if (ceiling > most) {
    const detail = `${print(ceiling)} is above ${print(most)}, up to where the rule ${rule} allows exceptions`;
    throw DomainError.at('/ceiling', 'EXCEPTION_CEILING', detail);
  }
  if (ceiling >= measured) return;
  const detail = `${print(ceiling)} is below ${print(measured)}, which the rule ${rule} measures now; it may be ${print(most)} at most`;
  throw DomainError.at('/ceiling', 'EXCEPTION_CEILING', detail);
}

function ceilingOf({ ceiling }: ExceptionTerms, unit: Unit, { decimals }: Draft['asset']): Amount {
  try {
    return parseMeasure(ceiling, unit, decimals);
  } catch (error) {
    if (error instanceof DomainError) throw DomainError.at('/ceiling', error.code, error.message);
    throw error;
  }
}

/** Refuses a second exception by one person for one rule while the first is unexpired and its ceiling suffices. */
export function requireNew({ exception, counting }: Draft, personId: PersonId): void {
  if (hasExcepted(counting, personId, exception)) {
    throw new DomainError('ALREADY_EXCEPTED', 'you have excepted this rule for this transfer already');
  }
}

/** Why no exception of this person would count: they could fill no place of its quorum. One rule for show and gate. */
export function exceptionFault(
  { denial, counting: exceptions, require }: Draft,
  person: Person,
  { requesterId, now }: { readonly requesterId: PersonId; readonly now: UnixSeconds },
): Refusal | undefined {
  const [excepting] = awaitedExceptions(
    { reasons: [denial] },
    { exceptions, requesterId, now },
    { exceptionQuorum: [...require] },
    { people: [person], now },
  );
  return (
    fillFault(person, { require, what: 'this exception' }, now) ??
    placeFault(excepting?.awaited ?? NOBODY, person, { what: 'this exception', now })
  );
}

/** Refuses a passkey's exception that would fill no place. */
export function requireKey(
  { exception, denial, counting, require }: Draft,
  given: Pick<CountableConfirmation, 'personId' | 'groups' | 'key'>,
): void {
  const others = counting.filter(
    ({ rule, ceiling }) => rule === exception.rule && BigInt(denial.measured) <= ceiling,
  );
  if (needsEvmKey(require, others.map(asConfirmation), given))
    throw DomainError.at('/signature', 'EVM_KEY_REQUIRED', evmKeyWords('this exception'));
}
