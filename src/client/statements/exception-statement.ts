import type { Row } from '../../domain/evidence/signer-words.js';
import type { ProvenTransfer } from '../../domain/evidence/verify-transfer.js';
import type { PolicyException } from '../../domain/exceptions/policy-exception.js';
import { type Unit, formatMeasure, parseMeasure, printMeasure } from '../../domain/policies/measure.js';
import { type UnixSeconds, printUtc } from '../../domain/values/time.js';
import { misused, mismatched, notFound } from '../terminal/failures.js';
import { provenRows } from './clearance-statement.js';

/** The rule that holds a transfer, and what it measured when that was decided. */
export interface HeldBy {
  readonly rule: string;
  readonly unit: Unit;
  readonly measured: bigint;
  readonly words: string;
}

/** The rule that is named, or the only one that can be excepted. */
export function heldBy({ decision, id }: ProvenTransfer, wanted: string | undefined): HeldBy {
  const waivable = decision.reasons.flatMap(({ rule, outcome, kind, waivable: can, unit, measured, words }) =>
    kind === 'policy' && outcome === 'deny' && can && unit !== null && measured !== null
      ? [{ rule, unit, measured: BigInt(measured), words }]
      : [],
  );
  const [one, ...others] = wanted === undefined ? waivable : waivable.filter(({ rule }) => rule === wanted);
  if (!one)
    throw notFound(`no rule ${wanted === undefined ? '' : `${wanted} `}holds ${id} that could be excepted`);
  if (others.length > 0)
    throw misused(
      'which rule? name it by --rule',
      ...waivable.map(({ rule, words }) => `  ${rule}: ${words}`),
    );
  return one;
}

export interface ExceptionTerms {
  /** As written, in the unit of the rule. */
  readonly ceiling: string | undefined;
  readonly reason: string;
  readonly ticket: string;
  readonly expiresAt: UnixSeconds;
}

/** The ceiling in whole units, as the API takes it: "90 ETH", "$90" and "90" are the same, where the rule counts so. */
export function ceilingOf(
  { unit, measured }: HeldBy,
  { symbol, decimals }: ProvenTransfer['asset'],
  written: string | undefined,
): string {
  if (written === undefined) return formatMeasure(measured, unit, decimals);
  const [, dollar, number = '', name] = /^(\$?)([0-9][0-9.]*) ?([^0-9\s]\S*)?$/.exec(written.trim()) ?? [];
  const fits = {
    asset: dollar === '' && (name === undefined || name.toLowerCase() === symbol.toLowerCase()),
    usd: name === undefined || (dollar === '' && name.toLowerCase() === 'usd'),
    count: dollar === '' && (name === undefined || /^transfers?$/.test(name)),
  };
  if (number === '' || !fits[unit])
    throw misused(
      `${written}: this rule counts in ${{ asset: symbol, usd: 'US dollars', count: 'transfers' }[unit]}`,
    );
  return number;
}

/**
 * What a compliance officer signs. What the rule measures at this moment is the gateway's to say; rule, ceiling and the
 * transfer itself are those of the evidence, and the sentence has to be about them.
 */
export function exceptionProven(
  transfer: ProvenTransfer,
  {
    held,
    terms,
    ceiling,
    served,
  }: {
    readonly held: HeldBy;
    readonly terms: ExceptionTerms;
    readonly ceiling: string;
    readonly served: { readonly typedData: { readonly message: Readonly<Record<string, unknown>> } };
  },
): { readonly exception: PolicyException; readonly rows: readonly Row[] } {
  const { id, intent, intentHash, asset, words: about } = transfer;
  const { rule, unit } = held;
  const units = parseMeasure(ceiling, unit, asset.decimals);
  const excepted = printMeasure(units, unit, asset);
  const words = String(served.typedData.message['words']);
  const [begin, end] = [
    `Waive the rule ${rule} once: it measures `,
    `; up to ${excepted} is excepted. ${about}`,
  ];
  const measured = words.slice(begin.length, words.length - end.length);
  const isAbout = words.startsWith(begin) && words.endsWith(end);
  if (!isAbout || !/^\$?[0-9.]+( \S+)? and allows \$?[0-9.]+( \S+)?$/.test(measured))
    throw mismatched(
      'nothing was signed: the sentence is not about this rule, ceiling and transfer',
      `  ${words}`,
    );
  const { reason, ticket, expiresAt } = terms;
  return {
    exception: {
      ...{ chainId: intent.chainId, safe: intent.safe, transferId: id, intentHash },
      ...{ rule, unit, measured: held.measured, bound: 0n },
      ...{ ceiling: units, reason, ticket, words, expiresAt },
    },
    rows: [
      { name: 'Waives', value: `the rule ${rule}, once: it measures ${measured}` },
      { name: 'As it was decided', value: held.words },
      { name: 'Up to', value: excepted },
      ...provenRows(transfer),
      { name: 'Because', value: reason },
      { name: 'Ticket', value: ticket },
      { name: 'Until', value: printUtc(expiresAt) },
    ],
  };
}
