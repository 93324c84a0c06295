import { createRequire } from 'node:module';
import { type Enforcer, StringAdapter, newEnforcer, newModelFromString } from 'casbin';
import { Engine } from 'json-rules-engine';
import { type PlainFacts, plainFacts } from './policy-question.js';
import { DOCUMENT, QUESTION, bookOf, destinationId, factsOf } from './policy-world.js';

/** One engine with the rules loaded. It answers whether an amount passes, as its caller would see it. */
export interface Peer {
  readonly name: string;
  allows(amount: bigint): boolean | Promise<boolean>;
}

export interface PeerRules {
  /** What one transfer may move, in smallest units. */
  readonly max: bigint;
  readonly perDay: bigint;
  readonly used: bigint;
}

type Cedar = typeof import('@cedar-policy/cedar-wasm/nodejs');
// The package's ESM build fetches its WASM by a URL; the one for Node reads the file, and is CommonJS.
const cedar = createRequire(import.meta.url)('@cedar-policy/cedar-wasm/nodejs') as Cedar;

export const SAME_RULES: PeerRules = {
  max: BigInt(QUESTION.max),
  perDay: BigInt(QUESTION.perDay),
  used: BigInt(QUESTION.used),
};

const FACTS = plainFacts(factsOf(bookOf(1), destinationId(0)));
const COOLING_OFF_SECONDS = 86_400;

/**
 * Cedar at its best: policies parsed once, and only the entities of the question.
 * @throws if a number does not fit into its Long
 */
export function cedarPeer({ max, perDay, used }: PeerRules): Peer {
  const forbidden = [
    'context.amount <= 0',
    'context.codePinned != context.codeActual || context.assetRemoved',
    'context.entryPinned != context.entryActual',
    'context.lookalikes > 0',
    '!context.signed',
    'context.now >= context.expiresAt',
    `context.expiresAt - context.now > ${String(DOCUMENT.maxExpirySeconds)}`,
    'context.safeChain != context.chain || context.assetChain != context.chain || context.destinationChain != context.chain',
    '!context.active || !context.roles.contains("operator")',
    'context.drift > 0',
    'context.frozen',
    `context.amount > ${max.toString()}`,
    `context.used + context.amount > ${perDay.toString()}`,
    'context.address == context.safe',
    'context.destinationRemoved || !context.destinationAssets.contains(context.asset)',
    'context.now >= context.approvedUntil',
    `context.approvedAt + ${String(COOLING_OFF_SECONDS)} > context.now`,
    'context.settled <= 0',
  ];
  const policies = [
    `permit (principal, action == Action::"transfer", resource in Book::"allowed") when { context.asset == "${FACTS.asset}" };`,
    ...forbidden.map((each) => `forbid (principal, action, resource) when { ${each} };`),
  ];
  const preparsed = cedar.preparsePolicySet('bench', { staticPolicies: policies.join('\n') });
  if (preparsed.type === 'failure')
    throw new Error(preparsed.errors.map(({ message }) => message).join('; '));
  const [operator, hot] = [
    { type: 'Person', id: 'tessa' },
    { type: 'Destination', id: destinationId(0) },
  ];
  const entities = [{ uid: hot, attrs: {}, parents: [{ type: 'Book', id: 'allowed' }] }];
  return {
    name: 'cedar-wasm',
    allows: (amount) => {
      // Cedar takes its numbers as JSON, so only what a JavaScript number holds exactly can be asked.
      const context = { ...FACTS, amount: Number(amount), used: Number(used) };
      const answer = cedar.statefulIsAuthorized({
        ...{ principal: operator, action: { type: 'Action', id: 'transfer' }, resource: hot },
        ...{ context, entities, preparsedPolicySetId: 'bench', validateRequest: false },
      });
      if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('; '));
      return answer.response.decision === 'allow';
    },
  };
}

export function jsonRulesPeer({ max, perDay, used }: PeerRules): Peer {
  const engine = new Engine();
  const is = (fact: string, operator: string, value: unknown) => ({ fact, operator, value });
  const same = (fact: string, other: string) => is(fact, 'equal', { fact: other });
  engine.addRule({
    conditions: {
      all: [
        is('amount', 'greaterThan', 0),
        ...[is('assetRemoved', 'equal', false), same('codePinned', 'codeActual')],
        same('entryPinned', 'entryActual'),
        is('lookalikes', 'equal', 0),
        is('signed', 'equal', true),
        is('now', 'lessThan', { fact: 'expiresAt' }),
        is('expiresIn', 'lessThanInclusive', DOCUMENT.maxExpirySeconds),
        ...[same('safeChain', 'chain'), same('assetChain', 'chain'), same('destinationChain', 'chain')],
        ...[is('active', 'equal', true), is('roles', 'contains', 'operator')],
        is('drift', 'equal', 0),
        is('frozen', 'equal', false),
        is('asset', 'in', [FACTS.asset]),
        is('amount', 'lessThanInclusive', Number(max)),
        is('withAmount', 'lessThanInclusive', Number(perDay)),
        ...[is('destination', 'in', [destinationId(0)]), is('address', 'notEqual', { fact: 'safe' })],
        ...[is('destinationRemoved', 'equal', false), is('destinationAssets', 'contains', FACTS.asset)],
        is('now', 'lessThan', { fact: 'approvedUntil' }),
        is('usableFrom', 'lessThanInclusive', { fact: 'now' }),
        is('settled', 'greaterThan', 0),
      ],
    },
    event: { type: 'permit' },
  });
  return {
    name: 'json-rules-engine',
    allows: async (amount) => {
      const { events } = await engine.run({
        ...{
          ...FACTS,
          expiresIn: FACTS.expiresAt - FACTS.now,
          usableFrom: FACTS.approvedAt + COOLING_OFF_SECONDS,
        },
        ...{ amount: Number(amount), withAmount: Number(used + amount) },
      });
      return events.length > 0;
    },
  };
}

const MODEL = `
[request_definition]
r = sub, dst, amount, used, f
[policy_definition]
p = sub, dst, max, perDay
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.sub == p.sub && r.dst == p.dst && r.amount > 0 && r.amount <= p.max && r.used + r.amount <= p.perDay && \
r.f.codePinned == r.f.codeActual && r.f.entryPinned == r.f.entryActual && r.f.lookalikes == 0 && r.f.signed && \
r.f.now < r.f.expiresAt && r.f.safeChain == r.f.chain && r.f.assetChain == r.f.chain && r.f.destinationChain == r.f.chain && \
r.f.active && r.f.drift == 0 && !r.f.frozen && r.f.address != r.f.safe && !r.f.destinationRemoved && r.f.now < r.f.approvedUntil && \
r.f.approvedAt + ${String(COOLING_OFF_SECONDS)} <= r.f.now && r.f.settled > 0`;

export async function casbinPeer({ max, perDay, used }: PeerRules): Promise<Peer> {
  const line = `p, tessa, ${destinationId(0)}, ${max.toString()}, ${perDay.toString()}`;
  const enforcer: Enforcer = await newEnforcer(newModelFromString(MODEL), new StringAdapter(line));
  const facts: PlainFacts = FACTS;
  return {
    name: 'casbin',
    allows: (amount) => enforcer.enforce('tessa', destinationId(0), Number(amount), Number(used), facts),
  };
}
