import { requirementWords } from '../../../src/domain/confirmations/requirement-words.js';
import type { TransferState } from '../../../src/domain/transfers/transfer.js';
import type { Timeline } from '../../../src/transfer-api/detail/timeline.contract.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { confirmationAnswers, exceptionAnswers, ownerAnswers } from './answers-of.js';
import { endOf } from './end-of.js';
import type { Answer, Step, WayFacts } from './way-facts.js';

type Gate =
  | 'requested'
  | 'decided'
  | 'excepted'
  | 'queued'
  | 'simulated'
  | 'confirming'
  | 'relayed'
  | 'signed'
  | 'executed'
  | 'settled';

const ORDER: readonly Gate[] = [
  'requested',
  'decided',
  'excepted',
  'queued',
  'simulated',
  'confirming',
  'relayed',
  'signed',
  'executed',
  'settled',
];

/** The gate that a live transfer stands before. */
const NOW: Partial<Readonly<Record<TransferState, Gate>>> = {
  requested: 'decided',
  'needs-exception': 'excepted',
  queued: 'queued',
  simulating: 'simulated',
  'awaiting-confirmation': 'confirming',
  confirmed: 'relayed',
  relayed: 'signed',
  signed: 'executed',
  submitted: 'executed',
  executed: 'settled',
};

/** The entry of the log that shows that a gate was passed. */
const PASSED: Readonly<Record<Gate, Timeline['data'][number]['gate']>> = {
  requested: 'requested',
  decided: 'decided',
  excepted: 'excepted',
  queued: 'queued',
  simulated: 'simulated',
  confirming: 'confirmed',
  relayed: 'relayed',
  signed: 'submitted',
  executed: 'executed',
  settled: 'settled',
};

/** What happened to a transfer, and what comes: its gates in order, with the answers of people at theirs. */
export function wayOf(facts: WayFacts): readonly Step[] {
  const { transfer, timeline } = facts;
  const now = NOW[transfer.state];
  const passed = (gate: Gate) => {
    const entries = timeline.filter((each) => each.gate === PASSED[gate] && isPast(each));
    // It is decided again at every gate; the way goes on from the first.
    return gate === 'decided' ? entries[0] : entries.at(-1);
  };
  if (now === undefined) {
    const done = ORDER.filter((gate) => isShown(gate, facts) && passed(gate) !== undefined);
    const end = endOf(transfer, timeline);
    const steps = done
      .filter((gate) => gate !== end?.instead)
      .map((gate) => step(gate, 'done', passed(gate)?.at ?? null, facts));
    return end ? [...steps, { ...end.step, answers: end.answers }] : steps;
  }
  const present = ORDER.indexOf(now);
  return ORDER.filter((gate) => isShown(gate, facts)).map((gate) => {
    const at = ORDER.indexOf(gate);
    if (at < present) return step(gate, 'done', passed(gate)?.at ?? null, facts);
    if (at === present) return step(gate, 'now', transfer.since, facts);
    return step(gate, 'next', null, facts);
  });
}

function isPast({ outcome }: Timeline['data'][number]): boolean {
  return outcome === 'success';
}

/** Exceptions and the lane are gates only for transfers that met them. */
function isShown(gate: Gate, { transfer }: WayFacts): boolean {
  if (gate === 'excepted') return transfer.exceptions.length > 0 || transfer.state === 'needs-exception';
  if (gate === 'queued') return transfer.state === 'queued';
  return true;
}

function step(gate: Gate, kind: Step['kind'], at: string | null, facts: WayFacts): Step {
  return {
    ...{ name: gate === 'confirming' && kind === 'done' ? 'confirmed' : gate, kind, at },
    words: WORDS[gate](facts, kind),
    answers: kind === 'next' ? [] : (ANSWERS[gate]?.(facts) ?? []),
  };
}

const ANSWERS: Partial<Readonly<Record<Gate, (facts: WayFacts) => readonly Answer[]>>> = {
  excepted: exceptionAnswers,
  confirming: confirmationAnswers,
  signed: ownerAnswers,
};

const WORDS: Readonly<Record<Gate, (facts: WayFacts, kind: Step['kind']) => string>> = {
  requested: ({ transfer }) => {
    const by = typeof transfer.intentSignature === 'string' ? 'a wallet' : 'a passkey';
    return `${transfer.requesterName ?? transfer.requester}, intent signed by ${by}`;
  },
  decided: ({ transfer: { decision } }) => {
    if (!decision) return 'by the policy';
    const tier = decision.tier === null ? '' : `, tier ${decision.tier.name}`;
    return `${decision.outcome} by policy ${String(decision.policyVersion)}${tier}`;
  },
  excepted: ({ transfer }) =>
    transfer.evidence.state === 'needs-exception'
      ? `held by ${transfer.evidence.rules.join(', ')}`
      : 'by compliance, for this transfer alone',
  queued: ({ transfer: { lane } }) => {
    const ahead = lane?.ahead.length ?? 0;
    if (ahead === 0) return 'next in the lane of its Safe';
    return `${String(ahead)} before it in the lane of its Safe`;
  },
  simulated: ({ transfer }, kind) =>
    kind === 'done' ? simulatedWords(transfer) : 'every engine runs it at one agreed block',
  confirming: ({ transfer }) => confirmingWords(transfer),
  relayed: (_facts, kind) =>
    kind === 'done'
      ? 'everything was examined again; the owners are asked'
      : 'everything is examined again, then the owners are asked',
  signed: ({ transfer, threshold }) => {
    const have = transfer.ownerSignatures.filter(({ counts }) => counts).length;
    return `${String(have)}${threshold === null ? '' : ` of ${String(threshold)}`} owners`;
  },
  executed: ({ transfer: { evidence } }) => {
    if ('execution' in evidence) return `in block ${evidence.execution.blockNumber}`;
    return evidence.state === 'submitted' ? 'sent; waits to be mined' : 'sent by the relayer';
  },
  settled: (_facts, kind) =>
    kind === 'done'
      ? 'final on the chain, and equal to what was approved'
      : 'after finality, compared with the effects below',
};

function simulatedWords({ engines, effects, simulations }: TransferDetail): string {
  const block = effects?.blockNumber ?? simulations.at(-1)?.blockNumber;
  const at = block === undefined ? '' : `, block ${block}`;
  if (engines === null || engines.length === 0) return `all engines agree${at}`;
  const [kinds, providers] = [
    new Set(engines.map(({ engine }) => engine)).size,
    new Set(engines.map(({ provider }) => provider)).size,
  ];
  return `${String(kinds)} engines, ${String(providers)} providers${at}: all equal`;
}

function thereWords(have: number, needed: number): string {
  if (have === 0) return '; nobody yet';
  return have === needed ? '' : `; ${String(have)} of ${String(needed)} ${have === 1 ? 'is' : 'are'} there`;
}

function confirmingWords(transfer: TransferDetail): string {
  const { evidence, decision, confirmations } = transfer;
  const require = 'cleared' in evidence ? evidence.cleared.require : decision?.tier?.require;
  if (!require) return 'by the quorum of its tier';
  const needed = require.reduce((sum, { count }) => sum + count, 0);
  const have = confirmations.filter((each) => each.status === 'counts' && each.decision === 'confirm').length;
  return `${requirementWords(require)}${thereWords(have, needed)}`;
}
