import { createRequire } from 'node:module';
import { type Enforcer, StringAdapter, newEnforcer, newModelFromString } from 'casbin';
import { Engine } from 'json-rules-engine';
import { QUESTION, destinationId } from './bench-policy-world.js';

/** One engine with the rules loaded: whether it lets an amount through, as the caller of it would know. */
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

/** Cedar at its best: the policies parsed once, and of the entities only those of the question. @throws if a number is beyond its Long */
export function cedarPeer({ max, perDay, used }: PeerRules): Peer {
  const policies = `
    permit (principal, action == Action::"transfer", resource in Book::"allowed")
    when { principal.active && context.asset == "USDC" };
    forbid (principal, action, resource) when { context.amount > ${max.toString()} };
    forbid (principal, action, resource) when { context.used + context.amount > ${perDay.toString()} };
    forbid (principal, action, resource) when { context.now < resource.usableFrom };`;
  const preparsed = cedar.preparsePolicySet('bench', { staticPolicies: policies });
  if (preparsed.type === 'failure')
    throw new Error(preparsed.errors.map(({ message }) => message).join('; '));
  const [operator, hot] = [
    { type: 'Person', id: 'tessa' },
    { type: 'Destination', id: destinationId(0) },
  ];
  const entities = [
    { uid: operator, attrs: { active: true }, parents: [] },
    { uid: hot, attrs: { usableFrom: 1 }, parents: [{ type: 'Book', id: 'allowed' }] },
  ];
  return {
    name: 'cedar-wasm',
    allows: (amount) => {
      // Its numbers come as JSON: what JavaScript cannot hold exactly cannot be asked.
      const context = { asset: 'USDC', amount: Number(amount), used: Number(used), now: 2 };
      const answer = cedar.statefulIsAuthorized({
        ...{
          principal: operator,
          action: { type: 'Action', id: 'transfer' },
          resource: hot,
          context,
          entities,
        },
        ...{ preparsedPolicySetId: 'bench', validateRequest: false },
      });
      if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('; '));
      return answer.response.decision === 'allow';
    },
  };
}

export function jsonRulesPeer({ max, perDay, used }: PeerRules): Peer {
  const engine = new Engine();
  engine.addRule({
    conditions: {
      all: [
        { fact: 'active', operator: 'equal', value: true },
        { fact: 'asset', operator: 'equal', value: 'USDC' },
        { fact: 'destination', operator: 'in', value: [destinationId(0)] },
        { fact: 'usableFrom', operator: 'lessThanInclusive', value: { fact: 'now' } },
        { fact: 'amount', operator: 'lessThanInclusive', value: Number(max) },
        { fact: 'withAmount', operator: 'lessThanInclusive', value: Number(perDay) },
      ],
    },
    event: { type: 'permit' },
  });
  return {
    name: 'json-rules-engine',
    allows: async (amount) => {
      const { events } = await engine.run({
        ...{ active: true, asset: 'USDC', destination: destinationId(0), usableFrom: 1, now: 2 },
        ...{ amount: Number(amount), withAmount: Number(used + amount) },
      });
      return events.length > 0;
    },
  };
}

const MODEL = `
[request_definition]
r = sub, dst, amount, used
[policy_definition]
p = sub, dst, max, perDay
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.sub == p.sub && r.dst == p.dst && r.amount <= p.max && r.used + r.amount <= p.perDay`;

export async function casbinPeer({ max, perDay, used }: PeerRules): Promise<Peer> {
  const line = `p, tessa, ${destinationId(0)}, ${max.toString()}, ${perDay.toString()}`;
  const enforcer: Enforcer = await newEnforcer(newModelFromString(MODEL), new StringAdapter(line));
  return {
    name: 'casbin',
    allows: (amount) => enforcer.enforce('tessa', destinationId(0), Number(amount), Number(used)),
  };
}
