import type { DetailOf } from '../audit-log/acts/acts.js';
import { says } from '../audit-log/acts/detail-of.js';
import { decide } from '../policies/decide.js';
import { type Decision, DecisionSchema } from '../policies/decision.js';
import { type Facts, parseFacts } from '../policies/facts.js';
import { usableKeys } from '../identity/person.js';
import { signedWith } from '../signatures/signature.js';
import type { Registered } from '../register/registered.js';
import { type Json, canonicalJson, plain } from '../values/canonical-json.js';
import type { Part } from './bundle.js';
import { type Case, entryOf, registerAt, signerAmong } from './case.js';
import { factsUnlikeRegister } from './facts-as-registered.js';
import { grantedIn, isGenuineIn } from './granted.js';
import { type Line, Lines } from './line.js';
import type { LogEntry } from './log-entries.js';

/** The longest time between a decision's `now` and its log entry, in seconds: the length of the transaction. */
const TRANSACTION_SECONDS = 60;

/**
 * Every recorded decision replays (invariant 17): the policy is the one then in force in the register, the facts agree
 * with intent and register as far as those tell, and deciding again gives the same bytes.
 */
export async function decisionsReplay(each: Case): Promise<readonly Line[]> {
  const lines = new Lines('decision');
  for (const at of each.bundle.decisions.keys()) await replayOne(lines, each, at);
  if (each.bundle.decisions.length === 0) lines.broken('/decisions', 'nothing was decided');
  const words =
    'What other transfers had used of the limits, prices, balances, freezes and code on chain are facts as they were logged: this bundle alone does not show them to be true.';
  lines.unproven('/decisions', words);
  return lines.list;
}

async function replayOne(lines: Lines, each: Case, at: number): Promise<void> {
  const stored = each.bundle.decisions[at];
  const part: Part = `/decisions/${String(at)}`;
  const entry = stored && entryOf(each, 'transfer.decided', ['decision', stored.id]);
  if (!stored || !entry) {
    lines.broken(`${part}/id`, 'the log has no such decision');
    return;
  }
  const bound = says(entry, 'transfer.decided', ['facts', each.memory.hash(stored.facts)]);
  if (!lines.require(`${part}/facts`, bound, 'the facts are not those that the log names')) return;
  const facts = factsIn(stored.facts);
  if (!facts) {
    lines.broken(`${part}/facts`, 'they are no facts of a decision');
    return;
  }
  const register = registerAt(each, entry, facts.now);
  if (!register) {
    lines.unproven(part, 'No register that holds is named for it.');
    return;
  }
  const policy = register.policies().findLast(({ activeFrom }) => activeFrom <= facts.now);
  const outcome = DecisionSchema.safeParse(stored.decision);
  if (!policy || !outcome.success) {
    lines.broken(part, 'there was no policy, or it is no decision');
    return;
  }
  const name = `decision ${each.memory.hash(stored.facts)} ${policy.hash} ${String(policy.version)}`;
  const again = await each.memory.of(name, () => Promise.resolve(canonicalJson(decide(policy, facts))));
  const isSame = again === canonicalJson(stored.decision);
  if (
    !lines.require(
      `${part}/decision`,
      isSame,
      `policy ${String(policy.version)} decides otherwise by these facts`,
    )
  )
    return;
  await replayedAsLogged(lines, each, { part, facts, register, entry, outcome: outcome.data });
}

interface Replayed {
  readonly part: Part;
  readonly facts: Facts;
  readonly register: NonNullable<ReturnType<typeof registerAt>>;
  readonly entry: NonNullable<ReturnType<typeof entryOf>>;
  readonly outcome: Decision;
}

/** Compares a decision that replayed with the intent, the register and the log. */
async function replayedAsLogged(
  lines: Lines,
  each: Case,
  { part, facts, register, entry, outcome }: Replayed,
): Promise<void> {
  const faults = [
    ...unlikeIntent(facts, each),
    ...factsUnlikeRegister(facts, register),
    ...(await unlikeSigned(facts, each, { register, entry })),
  ];
  lines.require(
    `${part}/facts`,
    faults.length === 0,
    `facts are not those of the intent and the register: ${faults.join(', ')}`,
  );
  const { outcome: answer, policyHash, policyVersion, tier, reasons } = outcome;
  const logged = { stage: facts.stage, outcome: answer, policyHash, reasons } satisfies Partial<
    DetailOf<'transfer.decided'>
  >;
  const isLogged = Object.entries(logged).every(([name, value]) => isEqual(entry.detail[name], value));
  lines.require(`${part}/decision`, isLogged, 'the log says another answer');
  lines.require(
    `${part}/facts/now`,
    isShortlyBefore(facts, entry),
    'it was decided at another time than the log says',
  );
  if (faults.length > 0 || !isLogged) return;
  const quorum = tier ? `, tier ${tier.name}` : '';
  lines.proven(
    part,
    `Policy ${String(policyVersion)} (${policyHash}) answers ${answer}${quorum}, byte for byte, at the stage ${facts.stage}.`,
  );
}

function unlikeIntent(facts: Facts, { intent }: Case): readonly string[] {
  const expected: Record<string, [Json, Json]> = {
    chainId: [facts.chainId, intent.chainId],
    safe: [`${facts.safe.id} ${facts.safe.address}`, `${intent.safeId} ${intent.safe}`],
    asset: [facts.asset.id, intent.assetId],
    destination: [
      `${String(facts.destination?.id)} ${String(facts.destination?.address)}`,
      `${intent.destinationId} ${intent.destination}`,
    ],
    requester: [facts.requester.personId, intent.requesterId],
    amount: [facts.amount.toString(), intent.amount.toString()],
    expiresAt: [facts.expiresAt, intent.expiresAt],
  };
  return Object.entries(expected).flatMap(([name, [is, owed]]) => (is === owed ? [] : [name]));
}

/** Compares what the facts say about signatures with the signatures themselves. */
async function unlikeSigned(
  facts: Facts,
  each: Case,
  { register, entry }: { readonly register: Registered; readonly entry: LogEntry },
): Promise<readonly string[]> {
  const { intent, bundle } = each;
  const requester = register.people.get(intent.requesterId);
  const keys = requester ? usableKeys(requester, 'confirmation', facts.now) : [];
  const isSigned =
    (await signerAmong(each, { digest: each.intentHash, signature: bundle.transfer.signature, keys })) !==
    undefined;
  // Facts from before keys were told apart do not say which signed, so their exceptions count as a passkey's.
  const tellsKeys = facts.exceptions.some(({ keys: by }) => by !== undefined);
  const counting: Facts['exceptions'] = [];
  for (const stored of bundle.exceptions) {
    const excepted = entryOf(each, 'transfer.excepted', ['exceptionId', stored.id]);
    const granted = excepted && excepted.index < entry.index ? grantedIn(stored, excepted.at) : undefined;
    if (!granted || !(await isGenuineIn(granted, each, { register, now: facts.now }))) continue;
    const { rule, unit, ceiling, expiresAt } = granted.exception;
    const groups = [...(register.people.get(granted.personId)?.groups ?? [])];
    counting.push({
      exceptionId: granted.id,
      rule,
      unit,
      ceiling,
      expiresAt,
      personId: granted.personId,
      groups,
      ...(tellsKeys && signedWith(granted.signature) === 'evm' ? { keys: 'evm' as const } : {}),
    });
  }
  const isExcepted = isEqual(plain(counting), plain(facts.exceptions));
  return [
    ...(isSigned === facts.intentSignatureValid ? [] : ['intentSignatureValid']),
    ...(isExcepted ? [] : ['exceptions']),
  ];
}

function isShortlyBefore({ now }: Facts, { at }: LogEntry): boolean {
  return now <= at && at - now <= TRANSACTION_SECONDS;
}

function factsIn(stored: Json): Facts | undefined {
  try {
    return parseFacts(stored);
  } catch {
    return undefined; // whatever the parser's reason, these are no valid facts
  }
}

function isEqual(one: Json | undefined, other: Json): boolean {
  return one !== undefined && canonicalJson(one) === canonicalJson(other);
}
