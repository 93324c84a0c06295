import { type Cancellation, cancellationDigest } from '../../confirmations/cancellation-statement.js';
import { isGenuineCancelAnswer } from '../../confirmations/cancellation.js';
import type { Verdict } from '../../confirmations/clearance.js';
import { canonicalText } from '../../simulation/effects.js';
import { storedKeyId } from '../../signatures/signature.js';
import { cancelQuestionOf, cancellationOf } from '../../transfers/cancellation-of.js';
import { parseId } from '../../values/identifier.js';
import type { EvidenceBundle, Part } from '../bundle.js';
import { type Case, entryOf, registerAt } from '../case.js';
import { actsOf } from '../decisions-lead.js';
import type { Lines } from '../line.js';
import type { LogEntry } from '../log-entries.js';
import type { ClearedBurn } from './burns-follow.js';
import { type CancelStep, askingSteps } from './cancel-steps.js';

type Answer = NonNullable<NonNullable<EvidenceBundle['cancellations']>[number]['answer']>;

/**
 * Every answer is a signature over the Cancellation of a burn that was cleared, by one other confirmer of that moment. No
 * cancel is confirmed without one.
 */
export async function answersHold(
  lines: Lines,
  each: Case,
  { steps, burns }: { readonly steps: readonly CancelStep[]; readonly burns: readonly ClearedBurn[] },
): Promise<void> {
  const asking = askingSteps(each);
  const confirmations: { readonly person: string; readonly entry: LogEntry }[] = [];
  for (const [at, { id, askedBy, answer }] of (each.bundle.cancellations ?? []).entries()) {
    if (answer === null) continue;
    const part: Part = `/cancellations/${String(at)}/answer`;
    const entry = entryOf(each, 'transfer.cancel-answered', ['cancellation', id]);
    const asked = entry && burns.findLast(({ step }) => step.entry.index < entry.index);
    const isOpen = entry && asking.filter((step) => step.entry.index < entry.index).length === at + 1;
    if (!entry || !isOpen || asked?.step.to.evidence.cancel.by !== askedBy) {
      lines.broken(part, 'the log has no such answer, or nothing that it could be over');
      continue;
    }
    const isGenuine = await answerLines(lines, each, { part, answer, entry, asked });
    if (isGenuine && answer.decision === 'confirm') confirmations.push({ person: answer.person, entry });
  }
  for (const { entry, from, to } of steps) {
    const { cancel } = to.evidence;
    if (cancel.stage !== 'confirmed' || from !== 'cancelling') continue;
    const cleared = burns.findLast(({ step }) => step.entry.index < entry.index)?.step.entry;
    const isSigned = confirmations.some(
      ({ person, entry: given }) =>
        person === cancel.confirmedBy && given.index < entry.index && given.index > (cleared?.index ?? -1n),
    );
    lines.require(entry.part, isSigned, 'nobody who may has signed that it is confirmed');
  }
}

interface Answered {
  readonly part: Part;
  readonly answer: Answer;
  readonly entry: LogEntry;
  readonly asked: ClearedBurn;
}

async function answerLines(lines: Lines, each: Case, answered: Answered): Promise<boolean> {
  const { part, answer, entry, asked } = answered;
  const { burn, step } = asked;
  const cancellation = cancellationOf(step.to, burn);
  const verdict = verdictOf(answer);
  const digest = verdict && cancellationDigest(cancellation, verdict);
  lines.require(`${part}/digest`, digest === answer.digest, `what was to be signed is ${String(digest)}`);
  const isInTime = entry.at < burn.expiresAt && actsOf(entry) >= asked.register.ledger.size;
  lines.require(part, isInTime, 'it was given too late, or by an older register');
  const isTheirs = verdict !== undefined && (await isGenuine(each, answered, { cancellation, verdict }));
  const signer = registerAt(each, entry)?.people.get(parseId('per', answer.person));
  lines.say(part, isTheirs, {
    words: `${signer?.name ?? ''} (${answer.person}) signed ${answer.decision} over the Cancellation of ${cancellation.cancelledSafeTxHash} by ${cancellation.cancelSafeTxHash}, digest ${answer.digest}.`,
    otherwise: 'it is not signed by a key of somebody who may answer it',
  });
  return isTheirs && isInTime;
}

async function isGenuine(
  each: Case,
  { answer, entry, asked }: Answered,
  { cancellation, verdict }: { readonly cancellation: Cancellation; readonly verdict: Verdict },
): Promise<boolean> {
  const keyId = storedKeyId.safeParse(answer.key);
  const signer = registerAt(each, entry)?.people.get(parseId('per', answer.person));
  if (!keyId.success || !signer) return false;
  const personId = parseId('per', answer.person);
  const given = { personId, keyId: keyId.data, verdict, signature: answer.signature };
  const check = { cancellation, question: cancelQuestionOf(asked.step.to), signer, now: entry.at };
  const name = canonicalText({ what: 'cancel', given, check });
  return each.memory.of(name, () => isGenuineCancelAnswer(given, check));
}

function verdictOf({ decision, reason }: Answer): Verdict | undefined {
  if (decision === 'reject') return { decision, reason };
  return reason === '' ? { decision, reason } : undefined;
}
