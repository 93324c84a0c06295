import { says } from '../audit-log/acts/detail-of.js';
import { type Clearance, type Verdict, clearanceDigest, clearanceText } from '../confirmations/clearance.js';
import { isGenuine } from '../confirmations/confirmation.js';
import { type CountableConfirmation, type Quorum, quorumMet } from '../confirmations/quorum.js';
import { placeWords } from '../confirmations/requirement-words.js';
import { exceptionDigest } from '../exceptions/policy-exception.js';
import type { Decision } from '../policies/decision.js';
import { canonicalText } from '../simulation/effects.js';
import { signedWith, storedKeyId } from '../signatures/signature.js';
import { type Json, canonicalJson } from '../values/canonical-json.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import type { EvidenceBundle, Part } from './bundle.js';
import { askedAnew } from './decisions-lead.js';
import { type Case, decisionOf, entryOf, registerAt } from './case.js';
import { type ClearedRevision, clearedRevisions, relayedRevision } from './cleared-revisions.js';
import { grantedIn, wordsIn } from './granted.js';
import { type Line, Lines } from './line.js';
import type { LogEntry } from './log-entries.js';

type Answer = EvidenceBundle['confirmations'][number];

/**
 * What people were asked to confirm follows from decision, simulation and register. Every answer is a signature over it
 * by a key of that person. The tier's quorum was met at the relay, without the requester (invariants 8, 9 and 10).
 */
export async function confirmationsCount(each: Case): Promise<readonly Line[]> {
  const lines = new Lines('confirmations');
  const revisions = clearedRevisions(each);
  for (const revision of revisions) clearanceLines(lines, each, revision);
  for (const at of each.bundle.confirmations.keys()) await answerLines(lines, each, { at, revisions });
  await relayLines(lines, each);
  askedLine(lines, each, revisions);
  return lines.list;
}

/** The clearance that the answers are signed over. It is bound to one transfer and one revision. */
export function clearanceOf({ bundle, intent }: Case, { revision, cleared }: ClearedRevision): Clearance {
  const { words, safeTxHash, effectsDigest, policyHash, exceptions } = cleared;
  return {
    ...{
      chainId: intent.chainId,
      safe: intent.safe,
      revision,
      words,
      safeTxHash,
      effectsDigest,
      policyHash,
      exceptions,
    },
    transferId: parseId('tr', bundle.transfer.id),
    intentHash: parseBytes32(bundle.transfer.intentHash),
    expiresAt: intent.expiresAt,
  };
}

function clearanceLines(lines: Lines, each: Case, revision: ClearedRevision): void {
  const { cleared, part, decided, register } = revision;
  const decision = decisionOf(each, decided);
  const simulation = clearedSimulation(each, revision);
  const used = decision?.reasons.flatMap((reason) => reason.exceptionIds) ?? [];
  const expected: Record<string, [Json, Json | undefined]> = {
    words: [cleared.words, wordsIn(each, register)],
    policyHash: [cleared.policyHash, decision?.outcome === 'permit' ? decision.policyHash : undefined],
    tier: [cleared.tier, decision?.tier?.name],
    require: [cleared.require, decision?.tier?.require],
    exceptions: [[...cleared.exceptions], digestsOf(each, used)],
    effectsDigest: [cleared.effectsDigest, simulation && agreedDigest(simulation.record)],
  };
  for (const [name, [is, owed]] of Object.entries(expected)) {
    const holds = owed !== undefined && canonicalJson(is) === canonicalJson(owed);
    lines.require(
      `${part}/cleared/${name}`,
      holds,
      'it does not follow from the decision, the simulation and the register',
    );
  }
}

/** The last simulation is what was cleared. Earlier ones may have been unavailable. */
export function clearedSimulation(
  each: Case,
  { revision, entry }: ClearedRevision,
): EvidenceBundle['simulations'][number] | undefined {
  return each.bundle.simulations.findLast(
    (one) => one.stage === 'clearance' && one.revision === revision && isBefore(each, one.id, entry),
  );
}

/** What a transfer that waits for confirmations has people sign, if everything before holds. */
function askedLine(lines: Lines, each: Case, revisions: readonly ClearedRevision[]): void {
  const { state, revision } = each.bundle.transfer;
  const asked = revisions.find((one) => one.revision === revision);
  if (state !== 'awaiting-confirmation' || !asked || !lines.isSound) return;
  const code = clearanceText(clearanceOf(each, asked));
  lines.coded(asked.part, `Whoever confirms revision ${String(revision)} signs ${code}`, code);
}

async function answerLines(
  lines: Lines,
  each: Case,
  { at, revisions }: { readonly at: number; readonly revisions: readonly ClearedRevision[] },
): Promise<void> {
  const answer = each.bundle.confirmations[at];
  const part: Part = `/confirmations/${String(at)}`;
  const entry = answer && entryOf(each, 'transfer.answered', ['confirmation', answer.id]);
  const revision = revisions.find((one) => one.revision === answer?.revision);
  const register = registerAt(each, entry);
  if (!answer || !entry || !revision || !register) {
    lines.broken(part, 'the log has no such answer, or nothing that it could be over');
    return;
  }
  const verdict = verdictOf(answer);
  const digest = verdict && clearanceDigest(clearanceOf(each, revision), verdict);
  lines.require(
    `${part}/digest`,
    digest === answer.digest,
    `what was to be signed has the digest ${String(digest)}`,
  );
  lines.require(part, revision.entry.index < entry.index, 'it was given before there was a clearance');
  const isOther = answer.person !== each.intent.requesterId;
  lines.require(`${part}/person`, isOther, 'nobody confirms a transfer that they requested');
  const isTheirs = await counts(answer, each, { revision, register, now: entry.at });
  lines.say(part, isTheirs && isOther, {
    words: `${register.people.get(parseId('per', answer.person))?.name ?? ''} (${answer.person}) signed ${answer.decision} over revision ${String(answer.revision)}, digest ${answer.digest}.`,
    otherwise: 'it is not signed by a key that its person could use for that',
  });
}

/** The relay gate: everything is as it was confirmed, and the register of that moment gives a quorum. */
async function relayLines(lines: Lines, each: Case): Promise<void> {
  const relayed = relayedRevision(each);
  if (!relayed) {
    const isRelayed = each.entries.some(({ type }) => type === 'transfer.relayed');
    if (isRelayed) lines.broken('/clearances', 'the revision that was relayed is not here');
    else lines.unproven('/transfer/state', 'It was not relayed: the owners were not asked to sign anything.');
    return;
  }
  const { cleared, part } = relayed;
  const gate = gateOf(each, relayed);
  if (!gate) {
    lines.broken(part, 'the log has no decision at the relay gate');
    return;
  }
  gateLines(lines, each, gate);
  const quorum = await quorumAt(each, gate);
  const names = quorum.counted
    .map((one) => gate.register.people.get(parseId('per', one))?.name ?? one)
    .join(', ');
  const owed = cleared.require.map((one) => `${String(one.count)} of ${placeWords(one)}`).join(', ');
  lines.say('/confirmations', quorum.met, {
    words: `The quorum of the tier ${cleared.tier} (${owed}) was there at the relay: ${names}.`,
    otherwise: `the answers do not make the quorum of the tier ${cleared.tier} (${owed})`,
  });
}

type RelayedRevision = NonNullable<ReturnType<typeof relayedRevision>>;

/** What the relay gate decided on: the revision, the last decision before it, and the register of that moment. */
interface Gate {
  readonly relayed: RelayedRevision;
  readonly decision: Decision;
  readonly register: ClearedRevision['register'];
}

function gateOf(each: Case, relayed: RelayedRevision): Gate | undefined {
  const { relay } = relayed;
  const decided = each.entries.findLast(
    (entry) => entry.type === 'transfer.decided' && entry.index < relay.index,
  );
  const decision = decided && decisionOf(each, decided);
  const register = registerAt(each, decided, relay.at);
  if (!decided || !decision || !register) return undefined;
  if (!says(decided, 'transfer.decided', ['stage', 'relay'])) return undefined;
  // A decision before the last confirmation was about asking people, not about relaying what they confirmed.
  const confirmed = askedAnew(each, relay);
  if (confirmed?.type !== 'transfer.confirmed' || decided.index < confirmed.index) return undefined;
  return { relayed, decision, register };
}

function answersAt(each: Case, { relayed }: Gate): readonly Answer[] {
  return each.bundle.confirmations.filter(
    (one) => one.revision === relayed.revision && isEarlier(each, one, relayed.relay),
  );
}

async function quorumAt(each: Case, gate: Gate): Promise<Quorum> {
  const { relayed, decision, register } = gate;
  const counted = await Promise.all(
    answersAt(each, gate).map(async (answer): Promise<CountableConfirmation> => ({
      personId: answer.person,
      groups: register.people.get(parseId('per', answer.person))?.groups ?? [],
      key: signedWith(answer.signature),
      decision: answer.decision,
      valid: await counts(answer, each, { revision: relayed, register, now: relayed.relay.at }),
    })),
  );
  return quorumMet(decision.tier?.require ?? [], counted, each.intent.requesterId);
}

/** Somebody whose confirmation filled a place of the quorum. */
export interface Confirmer {
  readonly id: string;
  readonly name: string;
  readonly groups: readonly string[];
  /** The key that signed their confirmation. */
  readonly key: string;
}

/** Who confirmed a relayed transfer: only those who filled a place of the quorum at the relay. */
export async function confirmersAtRelay(each: Case): Promise<readonly Confirmer[]> {
  const relayed = relayedRevision(each);
  const gate = relayed && gateOf(each, relayed);
  if (!gate) return [];
  const { counted } = await quorumAt(each, gate);
  return answersAt(each, gate).flatMap(({ person, decision, key }) => {
    const found = gate.register.people.get(parseId('per', person));
    if (!found || decision !== 'confirm' || !counted.includes(person)) return [];
    return [{ id: person, name: found.name, groups: found.groups, key }];
  });
}

function gateLines(lines: Lines, each: Case, { relayed, decision }: Gate): void {
  const { cleared, part, revision } = relayed;
  const simulation = each.bundle.simulations.findLast(
    (one) => one.stage === 'relay' && one.revision === revision && isBefore(each, one.id, relayed.relay),
  );
  const isSame =
    decision.outcome === 'permit' &&
    decision.policyHash === cleared.policyHash &&
    canonicalJson([decision.tier?.name ?? null, decision.tier?.require ?? null]) ===
      canonicalJson([cleared.tier, cleared.require]);
  lines.require(part, isSame, 'the policy at the relay gate did not permit what was confirmed');
  const digest = simulation && agreedDigest(simulation.record);
  lines.require(
    part,
    digest === cleared.effectsDigest,
    'the simulation at the relay gate did not show what was confirmed',
  );
}

async function counts(
  answer: Answer,
  each: Case,
  {
    revision,
    register,
    now,
  }: {
    readonly revision: ClearedRevision;
    readonly register: ClearedRevision['register'];
    readonly now: LogEntry['at'];
  },
): Promise<boolean> {
  const [personId, keyId, verdict] = [
    parseId('per', answer.person),
    storedKeyId.safeParse(answer.key),
    verdictOf(answer),
  ];
  if (!keyId.success || String(keyId.data) !== answer.key || !verdict) return false;
  const { revision: number, signature } = answer;
  const confirmation = { revision: number, personId, keyId: keyId.data, verdict, signature };
  const clearance = clearanceOf(each, revision);
  const signer = register.people.get(personId);
  const name = canonicalText({ what: 'confirmation', confirmation, clearance, signer: signer ?? null, now });
  return each.memory.of(name, () => isGenuine(confirmation, { clearance, signer, now }));
}

function verdictOf({ decision, reason }: Answer): Verdict | undefined {
  if (decision === 'reject') return { decision, reason };
  return reason === '' ? { decision, reason } : undefined;
}

function digestsOf({ bundle }: Case, ids: readonly string[]): readonly Bytes32[] | undefined {
  const used = bundle.exceptions
    .filter(({ id }) => ids.includes(id))
    .map((stored) => grantedIn(stored, 0 as LogEntry['at']));
  if (used.includes(undefined) || used.length !== new Set(ids).size) return undefined;
  return used.flatMap((granted) => (granted ? [exceptionDigest(granted.exception)] : [])).sort();
}

function agreedDigest(record: Json): string | undefined {
  const { judgement } = record as { judgement?: { verdict?: Json; effectsDigest?: string } };
  return judgement?.verdict === 'agreed' ? judgement.effectsDigest : undefined;
}

/** Whether a simulation ran before an entry, and after the step that asked for it. */
function isBefore(each: Case, simulation: string, entry: LogEntry): boolean {
  const recorded = entryOf(each, 'simulation.recorded', ['simulation', simulation]);
  const since = askedAnew(each, entry);
  return recorded !== undefined && recorded.index < entry.index && recorded.index > (since?.index ?? -1n);
}

function isEarlier(each: Case, answer: Answer, entry: LogEntry): boolean {
  const answered = entryOf(each, 'transfer.answered', ['confirmation', answer.id]);
  return answered !== undefined && answered.index < entry.index;
}
