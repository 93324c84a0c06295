import { type Unit, parseMeasure } from '../../../src/domain/policies/measure.js';
import type { Intent } from '../../../src/domain/transfers/intent.js';
import { parseBytes32 } from '../../../src/domain/values/hex.js';
import { parseId } from '../../../src/domain/values/identifier.js';
import { parseUtc } from '../../../src/domain/values/time.js';
import { exceptionDigest } from '../../../src/domain/exceptions/policy-exception.js';

/** An officer's exception as it is shown; whatever is null is not shown to this reader. */
export interface ShownException {
  readonly rule: string;
  readonly words: string | null;
  readonly unit: Unit;
  readonly ceiling: string | null;
  readonly reason: string | null;
  readonly ticket: string;
  readonly expiresAt: string;
}

interface Excepted {
  readonly id: string;
  readonly intentHash: string;
  readonly intent: Pick<Intent, 'chainId' | 'safe'>;
  readonly decimals: number;
}

/** The words of every exception that is shown whole, by the digest of what its officer signed. */
export function shownExceptions(
  exceptions: readonly ShownException[],
  { id, intentHash, intent, decimals }: Excepted,
): ReadonlyMap<string, string> {
  return new Map(
    exceptions.flatMap(({ words, ceiling, reason, rule, unit, ticket, expiresAt }) =>
      words === null || ceiling === null || reason === null
        ? []
        : [
            [
              exceptionDigest({
                ...{ chainId: intent.chainId, safe: intent.safe, transferId: parseId('tr', id) },
                ...{ intentHash: parseBytes32(intentHash), rule, unit, measured: 0n, bound: 0n },
                ceiling: parseMeasure(ceiling, unit, decimals),
                ...{ reason, ticket, words, expiresAt: parseUtc(expiresAt) },
              }),
              words,
            ] as const,
          ],
    ),
  );
}

/** Of an exception's sentence, what only the gateway knows: the rule's measure and bound; undefined if it says anything else. */
export function saidMeasure(
  words: string,
  { rule, upTo, transfer }: { readonly rule: string; readonly upTo: string; readonly transfer: string },
): string | undefined {
  const [begin, end] = [
    `Waive the rule ${rule} once: it measures `,
    `; up to ${upTo} is excepted. ${transfer}`,
  ];
  if (!words.startsWith(begin) || !words.endsWith(end)) return undefined;
  const measured = words.slice(begin.length, words.length - end.length);
  return /^\$?[0-9.]+( \S+)? and allows \$?[0-9.]+( \S+)?$/.test(measured) ? measured : undefined;
}
