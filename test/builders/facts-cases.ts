import type { Facts } from '../../src/domain/policies/facts.js';
import type { PolicyDocument } from '../../src/domain/policies/policy.js';
import { recentWindows, rollingWindows } from '../../src/domain/policies/windows.js';
import { amountOf } from '../../src/domain/values/amount.js';
import { parseId } from '../../src/domain/values/identifier.js';
import { unixSeconds } from '../../src/domain/values/time.js';
import { type RandomPolicy, type Scale, units } from './policy-cases.js';
import { NOW, OFFICER, OPERATOR, SECOND_OFFICER, aFeed, aRound, someFacts } from './policy.js';
import type { Random } from './random.js';

// A quiet morning, nights on which clocks go forward or back, and a leap day.
const MOMENTS = [
  NOW,
  ...['2026-03-08T06:30:00Z', '2026-11-01T05:30:00Z', '2026-04-04T14:30:00Z', '2026-10-25T00:30:00Z'].map(
    (utc) => Date.parse(utc) / 1_000,
  ),
  Date.parse('2028-02-29T00:00:00Z') / 1_000,
];

type Price = Facts['price'];

/** Feeds by which a unit is worth a millionth of a dollar, of which some cannot be believed. Parsed once: that takes the longest. */
const FEEDS: Readonly<Record<number, readonly Price[]>> = Object.fromEntries(
  [0, 6, 18].map((decimals) => {
    const answer = 10n ** BigInt(8 - 6 + decimals);
    const bounds = { min: '0.0000001', max: '100000000000000' };
    const feed = (...rounds: Record<string, unknown>[]): Price =>
      someFacts({
        price: aFeed({
          ...bounds,
          rounds: rounds.map((round, index) => ({
            ...aRound({ provider: `p${String(index)}`, answer: String(answer) }),
            ...round,
          })),
        }),
      }).price;
    const wrong = [
      { answer: '0' },
      { answer: '-5' },
      { updatedAt: '5' },
      { updatedAt: '3600' },
      { updatedAt: '3601' },
      { answeredInRound: '6' },
      { decimals: 9 },
    ];
    const prices: Price[] = [
      ...[null, null, feed({}, {}), feed({}, {}), feed({}, {}, {})],
      feed({ answer: String(answer + 1n) }, { answer: String(answer + 1n) }),
      ...[feed({}), feed({}, { provider: 'p0' }), feed({}, { roundId: '8' })],
      ...wrong.map((round) => feed(round, round)),
      { kind: 'unavailable', reason: 'silent' },
    ];
    return [decimals, prices];
  }),
);

const GOOD = someFacts();
const transferId = (n: number) => parseId('tr', `tr_01890a5d-ac96-774b-bcce-b302099a${String(1_000 + n)}`);

/** Facts of about the size of a policy; mostly complete, and seldom with anything wrong besides. */
export function randomFacts(random: Random, { document, scale }: RandomPolicy): Facts {
  const now = unixSeconds(random.pick(MOMENTS) + (random.once(2) ? random.int(24) * 300 : 0));
  const amount = units(random, scale);
  const groups = ['desk', 'night'].filter(() => random.once(2));
  const price = moved(random.pick(FEEDS[scale.decimals] ?? []), now);
  const base: Facts = {
    ...GOOD,
    ...{ now, amount: amountOf(amount), price, expiresAt: unixSeconds(now + 60) },
    asset: { ...GOOD.asset, decimals: scale.decimals } as Facts['asset'],
    requester: { ...GOOD.requester, groups, personId: random.once(6) ? OFFICER : OPERATOR },
    destination: random.once(60) ? null : destination(random, now),
    balances: random.once(15)
      ? null
      : {
          ...{ safe: units(random, scale) * 2n, destination: units(random, scale) / 2n },
          ...(random.once(2) && { incoming: units(random, scale) / 4n }),
        },
    intentSignatureValid: !random.once(50),
  };
  const exceptions = random.once(3) ? random.some(() => exception(random, scale, now), 1, 4) : [];
  return {
    ...base,
    exceptions,
    rolling: rolling(random, document, base, scale),
    recent: recent(random, document, base, scale),
  };
}

/** The good feed was read a minute ago, whenever it is. */
function moved(price: Price, now: number): Price {
  if (price?.kind !== 'feed') return price;
  // Of the age that it is marked with; "5" stays a moment long ago.
  const ageOf = (mark: string): number => (mark === '3600' || mark === '3601' ? Number(mark) : 60);
  const rounds = price.rounds.map((each) =>
    each.updatedAt === '5' ? each : { ...each, updatedAt: String(now - ageOf(each.updatedAt)) },
  );
  return { ...price, rounds };
}

function destination(random: Random, now: number): Facts['destination'] {
  if (GOOD.destination === null) return null;
  const terms = { maxPerTransfer: null, canary: null, settledTransfers: random.int(2), lookalikes: [] };
  return {
    ...GOOD.destination,
    approvedAt: unixSeconds(now - random.pick([30, 86_400, 90 * 86_400])),
    expiresAt: unixSeconds(now + (random.once(40) ? 0 : 60)),
    ...(random.once(10) ? {} : { terms }),
  };
}

function exception(random: Random, scale: Scale, now: number): Facts['exceptions'][number] {
  const unit = random.pick(['asset', 'asset', 'usd', 'count'] as const);
  return {
    ...{ exceptionId: `exc_${String(random.int(1_000))}`, rule: `rule-${String(random.int(5))}`, unit },
    ceiling: amountOf(unit === 'count' ? BigInt(random.int(6)) : units(random, scale)),
    expiresAt: unixSeconds(now + random.int(2)),
    personId: random.pick([OFFICER, OPERATOR, SECOND_OFFICER]),
    groups: ['compliance'],
    ...(random.once(2) ? { keys: 'evm' as const } : {}),
  };
}

/** Seldom one is missing, stated twice or of something else. */
function spoilt<T>(random: Random, list: T[], other: (one: T) => T): T[] {
  if (!random.once(25) || list.length === 0) return random.shuffled(list);
  const [first, ...rest] = random.shuffled(list);
  if (first === undefined) return list;
  return random.pick([rest, [first, first, ...rest], [other(first), ...rest]]);
}

function rolling(random: Random, document: PolicyDocument, facts: Facts, scale: Scale): Facts['rolling'] {
  const uses = rollingWindows(document, facts).map(({ ruleId, scopeKey, amount }) => ({
    ...{ ruleId, scopeKey },
    used: amount === 1n && scopeKey.includes('count') ? BigInt(random.int(4)) : units(random, scale) / 2n,
  }));
  return spoilt(random, uses, (one) => ({ ...one, scopeKey: `${one.scopeKey}x` }));
}

function recent(random: Random, document: PolicyDocument, facts: Facts, scale: Scale): Facts['recent'] {
  let count = 0;
  const transfer = () => {
    const amount = amountOf(random.once(2) ? facts.amount : units(random, scale));
    const usd = random.once(20) ? null : amount + BigInt(random.int(2));
    count += 1;
    return {
      transferId: transferId(count),
      amount,
      usd,
      at: unixSeconds(facts.now - random.pick([1, 60, 3_599, 3_600])),
    };
  };
  const known = recentWindows(document, facts).map(({ ruleId }) => ({
    ruleId,
    transfers: random.some(transfer, 0, 3),
  }));
  return spoilt(random, known, (one) => ({ ...one, ruleId: 'another' }));
}
