import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { DryDecision } from '../decisions/dry-decision.js';
import { DomainError, type Fault } from '../domain/errors.js';
import type { Decision } from '../domain/policies/decision.js';
import { intentStatement } from '../domain/transfers/intent.js';
import type { Principal } from '../infra/http/access.js';
import { HiddenTransfers } from '../veil/hidden-transfers.js';
import { statementView } from './views/shown-clearances.js';
import { IntentBuilder, requestOf, requesterOf } from './transfer-requester.js';
import type { IntentQuery, IntentStatementView } from './views/transfers.contract.js';

/** The members of a request that integrity checks are about. */
const POINTERS: Readonly<Record<string, string>> = {
  'amount-positive': '/amount',
  'not-expired': '/expiresAt',
  'asset-as-pinned': '/asset',
  'destination-as-approved': '/destination',
  'destination-allowed': '/destination',
  'tier-found': '/amount',
};

/** An intent to sign, unless it would be signed in vain: by what would be decided if it were signed now. */
@Injectable()
export class IntentPreviews {
  constructor(
    private readonly intents: IntentBuilder,
    private readonly decisions: DryDecision,
    private readonly hidden: HiddenTransfers,
  ) {}

  /** @throws DomainError as the request; with each denial, if the policy would deny it */
  async of(by: Principal, query: z.output<typeof IntentQuery>): Promise<IntentStatementView> {
    const intent = await this.intents.build(requestOf(query), requesterOf(by, query.requester));
    const statement = statementView(intentStatement(intent));
    // What is decided tells about other transfers, so whoever must re-key one is not told.
    const isTold = query.decide !== 'false' && (await this.hidden.of(by)).length === 0;
    if (!isTold) return { ...statement, decision: null };
    const { decision } = await this.decisions.of(intent);
    requireNoDenial(decision);
    const { outcome, reasons } = decision;
    return { ...statement, decision: { outcome, sentence: sentenceOf(decision), reasons } };
  }
}

function requireNoDenial({ outcome, reasons }: Decision): void {
  if (outcome !== 'deny') return;
  const faults = reasons
    .filter((each) => each.outcome === 'deny')
    // What nothing can lift comes first.
    .sort((one, other) => Number(one.kind === 'policy') - Number(other.kind === 'policy'))
    .map(({ rule, code, words }): Fault => ({
      pointer: POINTERS[rule] ?? '',
      code: code ?? 'RULE_FAILED',
      detail: words,
    }));
  const [first] = faults;
  if (!first) throw new Error('a denial has a reason');
  throw new DomainError(first.code, `it would be refused: ${first.detail}`, faults);
}

function sentenceOf({ outcome, tier, reasons }: Decision): string {
  const confirm = (tier?.require ?? [])
    .map(({ group, count }) => `${String(count)} of ${group}`)
    .join(' and ');
  if (outcome === 'permit') return `The policy permits it; then ${confirm} must confirm it.`;
  const held = reasons
    .filter((each) => each.outcome === 'deny')
    .map(({ rule, words }) => `${rule}: ${words}`);
  return `It needs an exception. ${held.join(' ')}`;
}
