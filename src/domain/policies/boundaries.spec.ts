import { describe, expect, it } from '@jest/globals';
import {
  EDGES,
  NOW,
  OPERATOR,
  SAFE,
  USDC,
  aPolicyDocument,
  someFacts,
} from '../../../test/builders/policy.js';
import { AMOUNT_MAX, formatAmount } from '../values/amount.js';
import { evaluate } from './evaluate.js';
import { valuer } from './price.js';

interface Tried {
  /** A rule that allows a measured value of exactly the edge. */
  readonly rule: (edge: string) => Record<string, unknown>;
  /** Facts by which the rule measures so much. */
  readonly facts: (measured: bigint) => Record<string, unknown>;
}

// One unit of the asset is worth a millionth of a dollar, so that both count the same.
const prices = [{ assetId: USDC, usd: '0.000001' }];
const terms = { maxPerTransfer: null, canary: null, settledTransfers: 0, lookalikes: [] };
const alone = (amount: bigint) => ({ amount: String(amount) });
const window = { scope: 'safe', windowSeconds: 3_600 };
const one = { transferId: 'tr_01890a5d-ac96-774b-bcce-b302099a8001', at: NOW - 60 };

const TRIED: Record<string, Tried> = {
  'amount-per-transfer': { rule: (max) => ({ max }), facts: alone },
  'requester-limit': { rule: (max) => ({ max, personId: OPERATOR }), facts: alone },
  'first-transfer': {
    rule: (max) => ({ max }),
    facts: (amount) => ({ ...alone(amount), destination: { terms } }),
  },
  'hot-side-ceiling': {
    rule: (max) => ({ max }),
    facts: (all) => ({ amount: '3', balances: { safe: '0', destination: String(all - 3n) } }),
  },
  'rolling-amount': {
    rule: (max) => ({ max, ...window }),
    facts: (all) => ({ amount: '3', rolling: all - 3n }),
  },
  'safe-floor': {
    // The Safe holds as much again as the edge, which is what must stay.
    rule: (min) => ({ min }),
    facts: alone,
  },
  structuring: {
    rule: () => ({ ...window, margin: '0.999999999999999999' }),
    facts: (all) => ({
      amount: String(all - all / 2n),
      recent: [{ ruleId: 'tried', transfers: [{ ...one, amount: String(all / 2n), usd: String(all / 2n) }] }],
    }),
  },
};

function outcome(kind: string, unit: 'asset' | 'usd', edge: bigint, measured: bigint): string {
  const tried = TRIED[kind];
  if (!tried) throw new Error('not tried');
  const decimals = unit === 'usd' ? 6 : 0;
  const limit = formatAmount(edge, decimals);
  const measure = unit === 'usd' ? { unit } : { assetId: USDC };
  const document = aPolicyDocument({
    prices,
    rules: [{ id: 'tried', kind, ...measure, waivable: false, ...tried.rule(limit) }],
    tiers: [{ name: 'all', ...measure, upTo: limit, require: [{ group: 'treasury', count: 1 }] }],
  });
  const { rolling, ...changes } = tried.facts(measured);
  const key = `safe:${SAFE}:${unit === 'usd' ? 'usd' : USDC}`;
  const facts = someFacts({
    balances: { safe: String(2n * edge), destination: '0' },
    ...changes,
    rolling: typeof rolling === 'bigint' ? [{ ruleId: 'tried', scopeKey: key, used: String(rolling) }] : [],
    asset: { decimals: 0 },
  });
  const [rule] = document.rules;
  if (!rule) throw new Error('no rule');
  const result = evaluate(rule, facts, document, valuer(document, facts));
  expect(result).toMatchObject({ unit, bound: String(edge), measured: String(measured) });
  return result.outcome;
}

describe('the boundary of every limit', () => {
  const cases = Object.keys(TRIED).flatMap((kind) =>
    (kind === 'safe-floor' ? (['asset'] as const) : (['asset', 'usd'] as const)).flatMap((unit) =>
      EDGES.map((edge) => ({ kind, unit, edge })),
    ),
  );

  it.each(cases)('invariant 22: $kind in $unit allows $edge exactly', ({ kind, unit, edge }) => {
    expect(outcome(kind, unit, edge, edge - 1n)).toBe('allow');
    expect(outcome(kind, unit, edge, edge)).toBe('allow');
    // One transfer cannot be above all of uint256; a sum can.
    const isOneTransfer = TRIED[kind]?.facts(edge)['amount'] === String(edge);
    if (edge < AMOUNT_MAX || !isOneTransfer) expect(outcome(kind, unit, edge, edge + 1n)).toBe('deny');
  });
});
