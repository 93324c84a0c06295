import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type DryDecided, DryDecision } from '../decisions/dry-decision.js';
import { requirementWords } from '../domain/confirmations/requirement-words.js';
import { DomainError, type Fault } from '../domain/errors.js';
import type { Decision } from '../domain/policies/decision.js';
import { memberToBlame } from '../domain/policies/member-to-blame.js';
import { mostWords } from '../domain/policies/tiers.js';
import { intentStatement } from '../domain/transfers/intent.js';
import { type Principal, actorOf } from '../infra/http/access.js';
import { HiddenTransfers } from '../veil/hidden-transfers.js';
import { statementView } from './views/shown-clearances.js';
import { IntentBuilder, requestOf, requesterOf } from './transfer-requester.js';
import type { IntentQuery, IntentStatementView } from './views/transfers.contract.js';

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
    const intent = await this.intents.build(
      requestOf(query),
      requesterOf(by, query.requester, 'QUERY_SCHEMA'),
    );
    const statement = statementView(intentStatement(intent));
    if (query.decide === 'false') return { ...statement, decision: null };
    // What is decided tells about other transfers, so whoever must re-key one is not told.
    const decided = await this.hidden.unlessAny(by, () => this.decisions.of(intent, actorOf(by)));
    if (!decided) return { ...statement, decision: null };
    const { decision } = decided;
    requireNoDenial(decided);
    const { outcome, reasons } = decision;
    return { ...statement, decision: { outcome, sentence: sentenceOf(decision), reasons } };
  }
}

function requireNoDenial({ decision: { outcome, reasons }, policy, facts }: DryDecided): void {
  if (outcome !== 'deny') return;
  const faults = reasons
    .filter((each) => each.outcome === 'deny')
    // What nothing can lift comes first.
    .sort((one, other) => Number(one.kind === 'policy') - Number(other.kind === 'policy'))
    .map((reason): Fault => {
      const { code, words } = reason;
      return { pointer: pointerOf(reason), code: code ?? 'RULE_FAILED', detail: words };
    });
  const [first] = faults;
  if (!first) throw new Error('a denial has a reason');
  const most = first.code === 'NO_TIER' ? mostWords(policy.document, facts.asset) : undefined;
  const why = most === undefined ? first.detail : `${most}. ${first.detail}`;
  throw new DomainError(first.code, `it would be refused: ${why}`, faults);
}

function pointerOf(reason: Decision['reasons'][number]): string {
  const member = memberToBlame(reason);
  return member === undefined ? '' : `/${member}`;
}

function sentenceOf({ outcome, tier, reasons }: Decision): string {
  const confirm = requirementWords(tier?.require ?? []);
  if (outcome === 'permit') return `The policy permits it; then ${confirm} must confirm it.`;
  const held = reasons
    .filter((each) => each.outcome === 'deny')
    .map(({ rule, words }) => `${rule}: ${words}`);
  return `It needs an exception. ${held.join(' ')}`;
}
