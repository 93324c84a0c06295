import { saidMeasure } from './shown-exceptions.js';
import { type PolicyException, exceptionStatement } from '../../../src/domain/exceptions/policy-exception.js';
import { type Unit, parseMeasure, printMeasure } from '../../../src/domain/policies/measure.js';
import { parseBytes32 } from '../../../src/domain/values/hex.js';
import { parseId } from '../../../src/domain/values/identifier.js';
import { parseUtc } from '../../../src/domain/values/time.js';
import type { ExceptionStatementView } from '../../../src/transfer-api/views/transfers.contract.js';
import type { Signable } from '../signer.js';
import { type Checked, checked, unreadable } from './check.js';
import { type WholeTransfer, checkIntent } from './intent-checks.js';
import { signableOf, statementChecks } from './statement-checks.js';
import { wordsOf } from './words-of.js';

/** What a compliance officer entered. */
export interface ExceptionTerms {
  readonly rule: string;
  readonly unit: Unit;
  /** In whole units. */
  readonly ceiling: string;
  readonly reason: string;
  readonly ticket: string;
  /** RFC 3339 in UTC, whole seconds. */
  readonly expiresAt: string;
}

/** An exception that was made again, and what its sentence says of the rule. */
export interface MadeException {
  readonly signable: Signable;
  /** "80 ETH and allows 50 ETH": only the gateway knows what the rule measures at this moment. */
  readonly measured: string;
  readonly upTo: string;
  readonly transfer: string;
}

/** What is signed to except a transfer: rule, ceiling and transfer made here, and the sentence about nothing else. */
export function checkException(
  transfer: WholeTransfer,
  terms: ExceptionTerms,
  { served, chainId }: { readonly served: ExceptionStatementView; readonly chainId: number },
): Checked<MadeException> {
  const intended = checkIntent(transfer, chainId);
  if (!intended.fits) return intended;
  const intent = intended.made;
  const { rule, unit, reason, ticket } = terms;
  const words = String(served.typedData.message['words']);
  try {
    const ceiling = parseMeasure(terms.ceiling, unit, transfer.asset.decimals);
    const said = {
      ...{ rule, upTo: printMeasure(ceiling, unit, transfer.asset) },
      transfer: wordsOf(transfer, intent),
    };
    const measured = saidMeasure(words, said);
    if (measured === undefined)
      return {
        fits: false,
        differences: [{ what: 'Sentence of the exception', computed: sentenceOf(said), sent: words }],
      };
    const exception: PolicyException = {
      ...{ chainId: intent.chainId, safe: intent.safe, transferId: parseId('tr', transfer.id) },
      ...{ intentHash: parseBytes32(transfer.intentHash), rule, unit, measured: 0n, bound: 0n, ceiling },
      ...{ reason, ticket, words, expiresAt: parseUtc(terms.expiresAt) },
    };
    const statement = exceptionStatement(exception);
    return checked(statementChecks(statement, served), {
      ...{ signable: signableOf(statement), measured },
      ...{ upTo: said.upTo, transfer: said.transfer },
    });
  } catch (cause) {
    return unreadable('Exception', { cause, sent: words });
  }
}

function sentenceOf({ rule, upTo, transfer }: Parameters<typeof saidMeasure>[1]): string {
  return `Waive the rule ${rule} once: it measures … and allows …; up to ${upTo} is excepted. ${transfer}`;
}
