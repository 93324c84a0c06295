import { rollingWindows } from '../src/domain/policies/windows.js';
import { decide } from '../src/domain/policies/decide.js';
import { type PolicyDocument, PolicyDocumentSchema } from '../src/domain/policies/policy.js';
import { amountOf } from '../src/domain/values/amount.js';
import { type Peer, type PeerRules, casbinPeer, cedarPeer, jsonRulesPeer } from './policy-peers.js';
import { DOCUMENT, bookOf, destinationId, factsOf } from './policy-world.js';

/** A million coins of 18 decimals: a common limit, and too large for a double or 64 bits to hold exactly. */
const LIMIT = 10n ** 24n;
const RULES: PeerRules = { max: LIMIT, perDay: 2n * LIMIT, used: 0n };

type Making = () => Peer | Promise<Peer>;

/**
 * One line per engine: whether it tells the limit from the limit plus one unit.
 * @throws Error if Sluice itself cannot
 */
export async function exactness(): Promise<readonly string[]> {
  const engines: readonly (readonly [string, Making])[] = [
    ['Sluice', ownPeer],
    ['cedar-wasm', () => cedarPeer(RULES)],
    ['json-rules-engine', () => jsonRulesPeer(RULES)],
    ['casbin', () => casbinPeer(RULES)],
  ];
  const lines = ['A limit of 10^24 smallest units, asked for it and for one unit more:'];
  for (const [name, make] of engines) {
    const [atLimit, above] = [await answerOf(make, LIMIT), await answerOf(make, LIMIT + 1n)];
    const isRight = atLimit === 'allows' && above === 'denies';
    if (name === 'Sluice' && !isRight)
      throw new Error(`Sluice ${atLimit} the limit and ${above} one unit more`);
    lines.push(
      `  ${name.padEnd(18)} ${atLimit.padEnd(12)} ${above.padEnd(12)} ${isRight ? 'right' : 'WRONG'}`,
    );
  }
  return lines;
}

async function answerOf(make: Making, amount: bigint): Promise<string> {
  try {
    return (await (await make()).allows(amount)) ? 'allows' : 'denies';
  } catch {
    return 'fails';
  }
}

function ownPeer(): Peer {
  const book = bookOf(1);
  const document = inWholeUnits(DOCUMENT);
  return {
    name: 'Sluice',
    allows: (amount) => {
      const asked = { ...factsOf(book, destinationId(0)), amount: amountOf(amount) };
      const rolling = rollingWindows(document, asked).map(({ ruleId, scopeKey }) => ({
        ...{ ruleId, scopeKey, used: 0n },
      }));
      return decide({ version: 1, document }, { ...asked, rolling }).outcome === 'permit';
    },
  };
}

/** The same rules with a limit of 10^24 units, which is 10^18 of a coin with 6 decimals. */
function inWholeUnits(document: PolicyDocument): PolicyDocument {
  const max = (LIMIT / 10n ** 6n).toString();
  const rules = document.rules.map((rule) => {
    if (rule.kind === 'amount-per-transfer') return { ...rule, max };
    return rule.kind === 'rolling-amount' ? { ...rule, max: `${max}0` } : rule;
  });
  return PolicyDocumentSchema.parse({
    ...document,
    rules,
    tiers: document.tiers.map((tier) => ({ ...tier, upTo: `${max}0` })),
  });
}
