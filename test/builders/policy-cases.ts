import type { PolicyDocument, Rule } from '../../src/domain/policies/policy.js';
import { compareDecimals, formatAmount } from '../../src/domain/values/amount.js';
import { ETHER, OFFICER, OPERATOR, USDC, aPolicyDocument } from './policy.js';
import type { Random } from './random.js';

const HOUR = 3_600;
const ZONES = ['UTC', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Europe/Zurich'];
const CLOCKS = ['00:00', '01:00', '01:30', '02:00', '02:15', '09:00', '17:30', '23:59'];
/** Amounts of about one size, so that limits, uses and transfers meet: the size is the same for a document and its facts. */
export interface Scale {
  readonly decimals: number;
  /** The size that everything is about, in the asset's units; a unit is worth a millionth of a dollar, or nearly. */
  readonly size: bigint;
}

export function units(random: Random, { size }: Scale): bigint {
  const about = (size * BigInt(random.int(13))) / 8n + BigInt(random.int(3) - 1);
  const most = 2n ** 256n - 1n;
  return about < 0n ? 0n : about > most ? most : about;
}

const choice = <T>(random: Random, own: T, other: T): T => (random.once(8) ? other : own);

/** How the number of a limit, a tier or a ceiling is written; one time in many it is none of the asset's. */
function written(random: Random, value: bigint, isInDollars: boolean, { decimals }: Scale): string {
  const text = formatAmount(value, isInDollars ? 6 : decimals);
  if (isInDollars || !random.once(300)) return text;
  const [whole = '0', part = ''] = text.split('.');
  return `${whole}.${part.padEnd(decimals, '0')}1`;
}

type Written = Record<string, unknown>;

/** A limit and the ceiling of its exceptions, in an asset or in US dollars. */
function limit(random: Random, scale: Scale, isInDollars = random.once(3)): Written {
  const [one, other] = [units(random, scale), units(random, scale)];
  const [max, ceiling] = one < other ? [one, other] : [other, one];
  const waiver = random.once(2)
    ? { waivable: true, ceiling: written(random, ceiling, isInDollars, scale) }
    : { waivable: false };
  const measure = isInDollars ? { unit: 'usd' } : { assetId: choice(random, USDC, ETHER) };
  // The ceiling of an exception is not below the limit: only where there is none the limit may be unreadable.
  const readable = formatAmount(max, isInDollars ? 6 : scale.decimals);
  const text = waiver.waivable ? readable : written(random, max, isInDollars, scale);
  return { ...measure, ...waiver, max: text };
}

function without(rule: Written, ...names: string[]): Written {
  return Object.fromEntries(Object.entries(rule).filter(([name]) => !names.includes(name)));
}

function counted(random: Random): Written {
  return random.once(2) ? { waivable: true, ceiling: 3 + random.int(3) } : { waivable: false };
}

function scoped(random: Random, others: readonly string[]): Written {
  const scope = random.pick(['safe', 'destination', 'requester', 'group', ...others]);
  return scope === 'group' ? { scope, group: random.pick(['desk', 'night']) } : { scope };
}

const KINDS: Readonly<Record<string, (random: Random, scale: Scale) => Written>> = {
  'destination-allowed': (random) => ({
    ...{ coolingOffSeconds: random.pick([0, 60, 86_400, 7_776_000]), waivable: false },
  }),
  'asset-allowed': (random) => ({ assetIds: [choice(random, USDC, ETHER)], waivable: false }),
  'amount-per-transfer': (random, scale) => limit(random, scale),
  'requester-limit': (random, scale) => ({
    ...limit(random, scale),
    personId: random.pick([OPERATOR, OPERATOR, OFFICER]),
  }),
  'first-transfer': (random, scale) => limit(random, scale),
  'hot-side-ceiling': (random, scale) => limit(random, scale),
  'safe-floor': (random, scale) => {
    const { max, ...rest } = limit(random, scale, false);
    const [min, minShare] = [{ min: max }, { minShare: `0.${String(1 + random.int(999)).padStart(3, '0')}` }];
    return { ...rest, ...random.pick([min, minShare, { ...min, ...minShare }]) };
  },
  'rolling-amount': (random, scale) => {
    const isInDollars = random.once(3);
    const scope = scoped(random, [isInDollars ? 'all' : 'asset']);
    return { ...limit(random, scale, isInDollars), ...scope, windowSeconds: HOUR };
  },
  'rolling-count': (random) => {
    const scope = scoped(random, ['all', 'asset']);
    const asset = scope['scope'] === 'asset' || random.once(2) ? { assetId: USDC } : {};
    return { ...scope, ...asset, ...counted(random), windowSeconds: HOUR, max: 1 + random.int(3) };
  },
  structuring: (random, scale) => ({
    ...without(limit(random, scale), 'max'),
    ...{ scope: random.pick(['safe', 'destination', 'requester']), windowSeconds: HOUR },
    margin: random.pick(['0.1', '0.5', '0.999', '0.000000000000000001']),
  }),
  duplicate: (random) => ({ ...counted(random), windowSeconds: HOUR }),
  'business-hours': (random) => {
    const [one, other] = [random.int(CLOCKS.length), random.int(CLOCKS.length)];
    // Half of them go over midnight.
    const [from, to] = random.once(2)
      ? [CLOCKS[Math.min(one, other)], CLOCKS[Math.max(one, other)]]
      : [CLOCKS[one], CLOCKS[other]];
    const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].filter(() => !random.once(5));
    const waiver = random.once(2) ? { waivable: true, ceiling: 1 } : { waivable: false };
    return {
      ...{ timeZone: random.pick(ZONES), days: days.length > 0 ? days : ['mon'], ...waiver },
      ...{ from, to: from === to ? '24:00' : to },
      ...(random.once(4) ? { holidays: ['2026-11-01', '2028-02-29'] } : {}),
    };
  },
};

export const RULE_KINDS = Object.keys(KINDS);

/** One rule of a kind, as a document writes it. */
export function randomRule(random: Random, kind: string, id: string): Record<string, unknown> {
  return ruleAt(random, { kind, id }, SCALE);
}

const SCALE: Scale = { decimals: 6, size: 1_000n };

function ruleAt(random: Random, named: { kind: string; id: string }, scale: Scale): Written {
  return { ...named, ...KINDS[named.kind]?.(random, scale) };
}

/** Half of the documents start from rules that permit all: else nearly everything would be denied for the lack of one. */
function randomRules(random: Random, scale: Scale): Written[] {
  const most = formatAmount(2n ** 256n - 1n, scale.decimals);
  const open = { assetId: USDC, max: most, waivable: false };
  const permissive = [
    { id: 'a', kind: 'destination-allowed', coolingOffSeconds: 60, waivable: false },
    { id: 'b', kind: 'asset-allowed', assetIds: [USDC], waivable: false },
    { id: 'c', kind: 'amount-per-transfer', ...open },
    { id: 'd', kind: 'rolling-amount', ...open, scope: 'safe', windowSeconds: HOUR },
  ];
  const more = random
    .some(() => random.pick(RULE_KINDS), 0, 5)
    .map((kind, index) => ruleAt(random, { kind, id: `rule-${String(index)}` }, scale));
  const inDollars = permissive.map((rule) =>
    'assetId' in rule ? { ...without(rule, 'assetId'), unit: 'usd', max: '1' } : rule,
  );
  const base = random.once(12) ? [] : random.once(12) ? inDollars : permissive;
  return random.shuffled([...base, ...more]);
}

function randomTiers(random: Random, scale: Scale): Written[] {
  const require = () => [
    {
      group: random.pick(['treasury', 'risk']),
      count: 1 + random.int(2),
      ...(random.once(4) ? { keys: 'evm' as const } : {}),
    },
  ];
  const ends = (isInDollars: boolean, most: number) => {
    const values = new Set(random.some(() => units(random, scale), 1, most));
    return [...values].map((end) => written(random, end, isInDollars, scale));
  };
  const most = formatAmount(2n ** 255n, scale.decimals);
  const own = random.once(10) ? [] : [...ends(false, 3), ...(random.once(4) ? [] : [most])];
  const inDollars = random.once(3)
    ? [...ends(true, 2), ...(random.once(3) ? [] : [formatAmount(2n ** 200n, 6)])]
    : [];
  return random.shuffled([
    ...[...new Set(own)].map((upTo, index) => ({
      name: `own-${String(index)}`,
      assetId: USDC,
      upTo,
      require: require(),
    })),
    ...[...new Set(inDollars)].map((upTo, index) => ({
      name: `usd-${String(index)}`,
      unit: 'usd',
      upTo,
      require: require(),
    })),
  ]);
}

export interface RandomPolicy {
  readonly document: PolicyDocument;
  readonly scale: Scale;
}

export function randomPolicy(random: Random): RandomPolicy {
  const decimals = random.pick([0, 6, 18]);
  const size = random.pick([8n, 1_000n, 2n ** 53n, 2n ** 63n, 2n ** 64n, 2n ** 128n, 2n ** 255n]);
  const scale = { decimals, size };
  const dollars = { 0: '0.000001', 6: '1', 18: '1000000000000' }[decimals] ?? '1';
  const prices = random.once(5)
    ? []
    : [
        {
          assetId: USDC,
          usd: random.once(3) ? `${dollars.includes('.') ? dollars : `${dollars}.`}0000001` : dollars,
        },
      ];
  const document = aPolicyDocument({
    rules: randomRules(random, scale),
    tiers: randomTiers(random, scale),
    ...(prices.length > 0 || random.once(2) ? { prices } : {}),
    exceptionQuorum: random.pick([
      [{ group: 'compliance', count: 1 }],
      [{ group: 'compliance', count: 2 }],
      [{ group: 'compliance', count: 1, keys: 'evm' as const }],
      [
        { group: 'compliance', count: 1 },
        { group: 'compliance', count: 1, keys: 'evm' as const },
      ],
    ]),
  });
  return { document, scale };
}

/** A document with something about it changed, often in the way in which people tighten one. */
export function randomChange(random: Random, document: PolicyDocument, scale: Scale): PolicyDocument {
  const { rules, tiers, prices } = document;
  switch (random.int(5)) {
    case 0: {
      const added = ruleAt(random, { kind: random.pick(RULE_KINDS), id: 'added' }, scale);
      return documentWith(document, { rules: [...rules, added] });
    }
    case 1: {
      const dropped = random.int(tiers.length + 1);
      return documentWith(document, { tiers: tiers.filter((_, index) => index !== dropped) });
    }
    case 2:
      return documentWith(document, {
        tiers: [...tiers.filter(() => !random.once(3)), ...randomTiers(random, scale)].filter(isFirstEnd),
      });
    case 3:
      return documentWith(document, { prices: prices?.map((price) => ({ ...price, usd: `1${price.usd}` })) });
    default: {
      const changed = random.int(rules.length + 1);
      return documentWith(document, {
        rules: rules.map((rule, index) => (index === changed ? turned(random, rule, scale) : rule)),
      });
    }
  }
}

function documentWith(document: PolicyDocument, changes: Written): PolicyDocument {
  return aPolicyDocument({ ...document, ...changes });
}

function isFirstEnd(tier: Written, index: number, all: readonly Written[]): boolean {
  const endOf = ({ unit, upTo }: Written): string => `${String(unit === 'usd')} ${Number(upTo).toString()}`;
  return all.findIndex((each) => endOf(each) === endOf(tier)) === index;
}

/** The rule with other numbers, or another rule of its kind. */
function turned(random: Random, rule: Rule, scale: Scale): Written {
  const other = ruleAt(random, { kind: rule.kind, id: rule.id }, scale);
  const members: Written = { ...rule };
  if (random.once(4) || members['unit'] !== other['unit']) return other;
  const taken = Object.keys(members).filter(
    (name) => NUMBERS.includes(name) && name in other && !random.once(3),
  );
  const mixed = { ...members, ...Object.fromEntries(taken.map((name) => [name, other[name]])) };
  return isInOrder(mixed) ? mixed : members;
}

const NUMBERS = [
  ...['max', 'min', 'minShare', 'ceiling', 'windowSeconds', 'margin', 'coolingOffSeconds'],
  ...['assetIds', 'days', 'from', 'to', 'holidays'],
];

function isInOrder({ max, ceiling, from, to }: Written): boolean {
  if (typeof from === 'string' && typeof to === 'string') return from !== to;
  if (typeof max === 'string' && typeof ceiling === 'string') return compareDecimals(max, ceiling) <= 0;
  return typeof max !== 'number' || typeof ceiling !== 'number' || max <= ceiling;
}
