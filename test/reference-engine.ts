import type { Facts } from '../src/domain/policies/facts.js';
import type { PolicyDocument, Rule, Tier } from '../src/domain/policies/policy.js';
import {
  type Answer,
  type Measured,
  canFill,
  failing,
  held,
  inDollars,
  isLiftable,
  isOpen,
  max,
  nameOf,
  only,
  units,
  upwards,
} from './reference-readings.js';

/**
 * A second engine, written to be read: it works everything out anew for each transfer and shares no rule with the one that
 * decides. Where the two differ, one of them is wrong. An error thrown names the code that is owed.
 */
export function referenceDecide(document: PolicyDocument, facts: Facts) {
  const { asset, amount, destination, requester, now, safe, recent, balances } = facts;
  const decimalsOf = ({ unit }: Measured): number => (unit === 'usd' ? 6 : asset.decimals);
  const worth = ({ unit }: Measured, value: bigint): bigint =>
    unit === 'usd' ? inDollars(document, facts, value) : value;
  const ceilingOf = (rule: Rule): bigint | null =>
    'ceiling' in rule
      ? units(String(rule.ceiling), 'assetId' in rule || 'unit' in rule ? decimalsOf(rule as Measured) : 0)
      : null;
  const isAbout = (rule: Rule): boolean =>
    (!('assetId' in rule) || rule.assetId === asset.id) &&
    (!('personId' in rule) || rule.personId === requester.personId) &&
    (!('group' in rule) || requester.groups.includes(rule.group));
  const tiersIn = (line: Measured): { tier: Tier; end: bigint }[] =>
    document.tiers
      .filter((tier) => nameOf(tier) === nameOf(line) && (!('assetId' in tier) || tier.assetId === asset.id))
      .map((tier) => ({ tier, end: units(tier.upTo, decimalsOf(tier)) }));

  function earlier({ id, windowSeconds }: { id: string; windowSeconds: number }) {
    return only(recent, id).transfers.filter(({ at }) => at > now - windowSeconds);
  }

  /** A value is just under an end if it is above the end less its margin, and not above the end. */
  function joined(rule: Extract<Rule, { kind: 'structuring' }>): bigint {
    const before = earlier(rule);
    const own = worth(rule, amount);
    if (rule.unit === 'usd' && before.some(({ usd }) => usd === null)) throw new Error('PRICE_UNAVAILABLE');
    const values = before.map((each) => (rule.unit === 'usd' ? (each.usd ?? 0n) : each.amount));
    const isUnder = (v: bigint, end: bigint): boolean =>
      v <= end && (end - v) * 10n ** 18n < end * units(rule.margin, 18);
    const ends = tiersIn(rule)
      .map(({ end }) => end)
      .filter((end) => isUnder(own, end));
    return max(own, ...ends.map((end) => values.filter((v) => isUnder(v, end)).reduce((a, b) => a + b, own)));
  }

  function tiers(): Tier[] {
    const found = (['asset', 'usd'] as const).flatMap((unit): Tier[] => {
      const all = tiersIn({ unit });
      if (all.length === 0) return [];
      const own = worth({ unit }, amount);
      const joining = document.rules
        .filter((rule) => rule.kind === 'structuring')
        .filter((rule) => nameOf(rule) === unit)
        .sort((a, b) => (a.id < b.id ? -1 : 1));
      const sum = max(own, ...joining.filter(isAbout).map(joined));
      const top = max(...all.map(({ end }) => end));
      if (own > top) throw new Error('NO_TIER');
      const reaching = all.filter(({ end }) => end >= (sum > top ? top : sum));
      return reaching
        .filter(({ end }) => reaching.every((other) => end <= other.end))
        .map(({ tier }) => tier);
    });
    if (found.length === 0) throw new Error('NO_TIER');
    return found;
  }

  function rolling(rule: Extract<Rule, { kind: 'rolling-amount' | 'rolling-count' }>): Answer {
    const isCount = rule.kind === 'rolling-count';
    const bound = isCount ? BigInt(rule.max) : units(rule.max, decimalsOf(rule));
    const ceiling = isCount && rule.waivable ? BigInt(rule.ceiling) : ceilingOf(rule);
    const added = isCount ? 1n : worth(rule, amount);
    const subject = {
      ...{
        safe: safe.id,
        requester: requester.personId,
        destination: destination?.id ?? '',
        asset: asset.id,
      },
      ...{ all: '*', group: 'group' in rule ? rule.group : '' },
    }[rule.scope];
    const counted = isCount
      ? `count${'assetId' in rule ? `@${asset.id}` : ''}`
      : rule.unit === 'usd'
        ? 'usd'
        : asset.id;
    const use = only(facts.rolling, rule.id);
    if (use.scopeKey !== `${rule.scope}:${subject}:${counted}`) throw new Error('RULE_FAILED');
    return held(
      isCount ? 'LIMIT_COUNT' : 'LIMIT_WINDOW',
      isCount ? 'count' : nameOf(rule),
      use.used + added,
      bound,
      ceiling,
    );
  }

  function answer(rule: Rule): Answer {
    switch (rule.kind) {
      case 'destination-allowed': {
        const { removedAt, address, assetIds, expiresAt, approvedAt } = destination ?? { removedAt: 0 };
        if (removedAt !== null || address === safe.address || !assetIds?.includes(asset.id))
          return ['deny DEST_NOT_ALLOWED'];
        if (now >= (expiresAt ?? 0)) return ['deny ENTRY_EXPIRED'];
        return [now < (approvedAt ?? 0) + rule.coolingOffSeconds ? 'deny DEST_COOLING_OFF' : 'allow'];
      }
      case 'asset-allowed':
        return [rule.assetIds.includes(asset.id) ? 'allow' : 'deny ASSET_NOT_ALLOWED'];
      case 'amount-per-transfer':
        return held('LIMIT_PER_TX', nameOf(rule), ...limit(rule, amount));
      case 'requester-limit':
        return held('LIMIT_REQUESTER', nameOf(rule), ...limit(rule, amount));
      case 'first-transfer':
        if (destination?.terms === undefined) throw new Error('RULE_FAILED');
        if (destination.terms.settledTransfers > 0) return ['allow'];
        return held('FIRST_TRANSFER_CANARY', nameOf(rule), ...limit(rule, amount));
      case 'hot-side-ceiling':
        if (!balances) return ['deny BALANCE_UNAVAILABLE'];
        return held(
          'LIMIT_HOT_CEILING',
          nameOf(rule),
          ...limit(rule, balances.destination + (balances.incoming ?? 0n) + amount),
        );
      case 'safe-floor': {
        const [least, ceiling] = [units(rule.min ?? '0', asset.decimals), ceilingOf(rule)];
        if (!balances) return ['deny BALANCE_UNAVAILABLE'];
        const floor = max(least, upwards(balances.safe * units(rule.minShare ?? '0', 18), 10n ** 18n));
        return held('LIMIT_SAFE_FLOOR', 'asset', amount, max(balances.safe - floor, 0n), ceiling);
      }
      case 'rolling-amount':
      case 'rolling-count':
        return rolling(rule);
      case 'structuring': {
        const [ends, ceiling] = [tiersIn(rule).map(({ end }) => end), ceilingOf(rule)];
        if (ends.length === 0) return ['deny NO_TIER'];
        return held('LIMIT_STRUCTURING', nameOf(rule), joined(rule), max(...ends), ceiling);
      }
      case 'duplicate': {
        const same = earlier(rule).filter((each) => each.amount === amount);
        return held('DUPLICATE_TRANSFER', 'count', BigInt(same.length) + 1n, 1n, ceilingOf(rule));
      }
      case 'business-hours':
        return held('OUTSIDE_HOURS', 'count', 1n, isOpen(rule, now) ? 1n : 0n, ceilingOf(rule));
    }
  }

  function limit(rule: Measured & { max: string }, value: bigint): [bigint, bigint, bigint | null] {
    const [bound, ceiling] = [units(rule.max, decimalsOf(rule)), ceilingOf(rule as Rule)];
    return [worth(rule, value), bound, ceiling];
  }

  function excepted(id: string, given: Answer): Answer {
    const [, unit, measured = 0n, , ceiling = 0n] = given;
    if (!isLiftable(given)) return given;
    const named = facts.exceptions.filter(
      (each) => each.rule === id && each.unit === unit && now < each.expiresAt,
    );
    const good = named.filter(
      (each) => each.ceiling >= BigInt(measured ?? 0) && each.ceiling <= BigInt(ceiling ?? 0),
    );
    const places = document.exceptionQuorum.flatMap((line) => Array<typeof line>(line.count).fill(line));
    if (canFill(places, good, [requester.personId])) return ['waived', ...given.slice(1)];
    const isTooHigh = named.some((each) => each.ceiling > BigInt(ceiling ?? 0));
    return isTooHigh ? ['deny EXCEPTION_CEILING', ...given.slice(1)] : given;
  }

  const about = document.rules.filter(isAbout);
  const answers = about.map((rule): [string, Answer] => [
    rule.id,
    failing(() => excepted(rule.id, answer(rule))),
  ]);
  const tier = failing(() => ['allow', ...tiers().map(({ name }) => name)]);
  const needed = ['destination-allowed', 'asset-allowed', 'amount-per-transfer', 'rolling-amount'];
  const isCovered = needed.every((kind) =>
    about.some((rule) => rule.kind === kind && (rule as Measured).unit !== 'usd'),
  );
  const isSound =
    isCovered && tier[0] === 'allow' && amount > 0n && facts.intentSignatureValid && safe.frozen === null;
  const denials = answers.filter(([, [said]]) => said.startsWith('deny'));
  const isDenied = !isSound || denials.some(([, each]) => !isLiftable(each));
  return {
    outcome: isDenied ? 'deny' : denials.length > 0 ? 'needs-exception' : 'permit',
    tier: tier.join(' '),
    answers: new Map(answers.map(([id, each]) => [id, each.join(' ')])),
  };
}
