import type { Command } from 'commander';
import type { z } from 'zod';
import { LimitPage, type LimitView } from '../../dry-runs/limits/limits.contract.js';
import { assetCalled, safeCalled } from '../naming/names.js';
import { durationWords } from '../../domain/policies/duration-words.js';
import { formatAmount, parseAmount } from '../../domain/values/amount.js';
import { shown } from '../../domain/values/shown.js';
import type { Gateway, Query } from '../gateway/gateway.js';
import { onlineCommand, sayAnswer } from '../session/action.js';
import type { OnlineOptions } from '../session/online-options.js';
import { openSession } from '../session/session.js';
import type { Desk } from '../terminal/desk.js';
import { tableText } from '../terminal/tables.js';

interface LimitsOptions extends OnlineOptions {
  readonly safe?: string;
  readonly asset?: string;
}

const PAGE = '200';

export function limitsCommand(desk: Desk): Command {
  return onlineCommand('limits', 'Show what is left of each limit over time, and when more becomes free')
    .option('--safe <name>', 'leave out what is counted for another Safe alone')
    .option('--asset <symbol>', 'leave out what is counted in another asset alone')
    .addHelpText(
      'after',
      '\nExamples:\n  sluice limits\n  sluice limits --safe "Cold 1" --asset ETH\n  sluice limits --json | jq -r ".data[] | [.rule, .free, .symbol] | @tsv"\n\nWhat is free here may be taken a moment later: a transfer is decided under locks.',
    )
    .action(async (options: LimitsOptions) => {
      const { gateway } = await openSession(options, desk);
      const { safe, asset } = options;
      const limits = await allLimits(gateway, {
        safe: safe === undefined ? undefined : (await safeCalled(gateway, safe)).id,
        asset: asset === undefined ? undefined : (await assetCalled(gateway, asset)).id,
      });
      sayAnswer(desk, options, { text: limitsText(limits, desk.columns.out), json: limits });
    });
}

type Page = z.output<typeof LimitPage>;

/** Every page, with the rest of the first: it is one answer. */
async function allLimits(gateway: Gateway, query: Query): Promise<Page> {
  const first = await gateway.get('/v1/limits', LimitPage, { ...query, limit: PAGE });
  const data = [...first.data];
  for (let cursor = first.nextCursor; cursor !== null;) {
    const next: Page = await gateway.get('/v1/limits', LimitPage, { ...query, cursor, limit: PAGE });
    data.push(...next.data);
    cursor = next.nextCursor;
  }
  return { ...first, data, nextCursor: null };
}

export function limitsText({ policy, at, data, others }: Page, columns?: number): string {
  return [
    shown(`Policy ${policy.name}, version ${String(policy.version)}, at ${at}`),
    '',
    data.length === 0 ? 'No limit over time is counted for this.' : limitLines(data, columns),
    ...(others.length === 0
      ? []
      : ['', 'Besides:', tableText(['Rule', 'Says'], others.map(saying), columns)]),
  ].join('\n');
}

function limitLines(limits: readonly LimitView[], columns?: number): string {
  return tableText(
    ['Rule', 'For', 'Free', 'Used', 'of it reserved', 'Of', 'Within', 'More becomes free'],
    limits.map((limit) => {
      const { rule, scope, symbol, free, used, reserved, max, window } = limit;
      return [
        ...[rule, scope.label, `${free} ${symbol}`, used, reserved, `${max} ${symbol}`, window.words],
        freeing(limit),
      ];
    }),
    columns,
  );
}

/** What is free at each moment, if nothing is asked for until then. */
function freeing({ frees, max, symbol }: LimitView): string {
  return frees.map(({ at, used }) => `from ${at} on ${difference(max, used)} ${symbol}`).join('; ');
}

/** Of two plain decimal numbers; none where more is used than there may be. */
function difference(max: string, used: string): string {
  const decimals = Math.max(...[max, used].map((each) => each.split('.')[1]?.length ?? 0));
  const left = parseAmount(max, decimals) - parseAmount(used, decimals);
  return formatAmount(left < 0n ? 0n : left, decimals);
}

/** A sentence begins with its rule, which stands beside it already; a whole number of days is said as one. */
function saying({ rule, sentence }: Page['others'][number]): readonly string[] {
  const words = sentence.startsWith(`${rule}: `) ? sentence.slice(rule.length + 2) : sentence;
  return [
    rule,
    words.replaceAll(/\b([1-9][0-9]*) seconds\b/g, (_whole, seconds: string) => lasting(Number(seconds))),
  ];
}

function lasting(seconds: number): string {
  const words = durationWords(seconds);
  return /^[a-z]/.test(words) ? `1 ${words}` : words;
}
