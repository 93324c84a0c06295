import { type Row, inGroups } from '../../domain/evidence/signer-words.js';
import type { PolicyException } from '../../domain/exceptions/policy-exception.js';
import { saidMeasure } from '../../domain/exceptions/shown-exceptions.js';
import { type Unit, formatMeasure, parseMeasure, printMeasure } from '../../domain/policies/measure.js';
import { parseBytes32 } from '../../domain/values/hex.js';
import { parseId } from '../../domain/values/identifier.js';
import { type UnixSeconds, printUtc } from '../../domain/values/time.js';
import type { TransferDetail } from '../../transfer-api/detail/transfer-detail.contract.js';
import { misused, mismatched, notFound } from '../terminal/failures.js';
import { wordsShown } from './clearance-statement.js';
import { type WholeTransfer, intentShown } from './shown-intent.js';

/** The rule that holds a transfer, and what it measured when that was decided. */
export interface HeldBy {
  readonly rule: string;
  readonly unit: Unit;
  readonly measured: bigint;
  readonly words: string;
}

/** The rule that is named, or the only one that can be excepted. */
export function heldBy({ decision, id }: TransferDetail, wanted: string | undefined): HeldBy {
  const waivable = (decision?.reasons ?? []).flatMap(
    ({ rule, outcome, kind, waivable: can, unit, measured, words }) =>
      kind === 'policy' && outcome === 'deny' && can && unit !== null && measured !== null
        ? [{ rule, unit, measured: BigInt(measured), words: words ?? '' }]
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
  { symbol, decimals }: TransferDetail['asset'],
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
 * transfer itself are made here, and the sentence has to be about them.
 */
export async function exceptionShown(
  transfer: WholeTransfer,
  {
    held,
    terms,
    ceiling,
    chainId,
    served,
  }: {
    readonly held: HeldBy;
    readonly terms: ExceptionTerms;
    readonly ceiling: string;
    readonly chainId: number;
    readonly served: { readonly typedData: { readonly message: Readonly<Record<string, unknown>> } };
  },
): Promise<{ readonly exception: PolicyException; readonly rows: readonly Row[] }> {
  const intent = await intentShown(transfer, chainId);
  const { rule, unit } = held;
  const units = parseMeasure(ceiling, unit, transfer.asset.decimals);
  const about = wordsShown(transfer, intent);
  const excepted = printMeasure(units, unit, transfer.asset);
  const words = String(served.typedData.message['words']);
  const measured = saidMeasure(words, { rule, upTo: excepted, transfer: about });
  if (measured === undefined)
    throw mismatched(
      'nothing was signed: the sentence is not about this rule, ceiling and transfer',
      `  ${words}`,
    );
  const { reason, ticket, expiresAt } = terms;
  return {
    exception: {
      ...{ chainId: intent.chainId, safe: intent.safe, transferId: parseId('tr', transfer.id) },
      ...{ intentHash: parseBytes32(transfer.intentHash), rule, unit, measured: held.measured, bound: 0n },
      ...{ ceiling: units, reason, ticket, words, expiresAt },
    },
    rows: [
      { name: 'Waives', value: `the rule ${rule}, once: it measures ${measured}` },
      { name: 'Up to', value: excepted },
      { name: 'Of', value: about },
      { name: 'Dest. address', value: inGroups(intent.destination) },
      { name: 'Because', value: reason },
      { name: 'Ticket', value: ticket },
      { name: 'Until', value: printUtc(expiresAt) },
    ],
  };
}
