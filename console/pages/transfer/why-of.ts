import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { kindOf } from './acts-of.js';
import { nameIn } from './name-in.js';

/** The second line of a transfer's page: what matters now, and what comes of it. */
export interface Why {
  readonly lead: string;
  /** Whether the lead is the news itself. */
  readonly isEnd: boolean;
  /** What of it is about the reader; null if nothing is. */
  readonly you: string | null;
  readonly rest: string;
}

/** Why a transfer is held, or how it ended; always in words about the money. */
export function whyOf(transfer: TransferDetail, person: string): Why {
  const { waitsFor, looking } = transfer;
  if (!waitsFor) return { ...ending(transfer), isEnd: true, you: null };
  const isAsked = kindOf(transfer, person) !== undefined;
  const you = isAsked ? (waitsFor.people.length === 1 ? 'That is you.' : 'You are one of them.') : null;
  const lead = waitsFor.code === 'SAFE_FROZEN' ? FROZEN : leadOf(withoutFreeze(waitsFor.sentence, transfer));
  const parts = [...(looking ? [`${looking.words}.`] : []), ...next(transfer)];
  return { lead, isEnd: false, you, rest: parts.join(' ') };
}

const FROZEN = 'It waits until a quorum lifts the freeze.';

/** A freeze that only comes later on its way is said below, whole. */
function withoutFreeze(sentence: string, { waitsFor, safe }: TransferDetail): string {
  const frozen = waitsFor?.freeze?.scope === 'all' ? 'every Safe' : safe.label;
  return waitsFor?.freeze ? (sentence.split(`, but ${frozen} is frozen by `)[0] ?? sentence) : sentence;
}

function leadOf(sentence: string): string {
  const lower = sentence.charAt(0).toLowerCase() + sentence.slice(1);
  return /^(waits|is) /.test(lower) ? `It ${lower}.` : `${sentence}.`;
}

function next({ state, safe, waitsFor }: TransferDetail): readonly string[] {
  if (waitsFor?.code === 'SAFE_FROZEN') return ['Nothing is signed as long as that stands.'];
  switch (state) {
    case 'needs-exception':
      return ['Without it nothing is held or sent.'];
    case 'awaiting-confirmation':
      return [`Then the owners of ${safe.label} are asked to sign.`];
    case 'relayed':
    case 'signed':
    case 'submitted':
      return ['What owners sign does not expire: it can be executed until its nonce is used.'];
    case 'cancelling':
      return ['Until the nonce is burnt, the transfer itself can still be executed.'];
    case 'requested':
    case 'queued':
    case 'simulating':
    case 'confirmed':
    case 'executed':
    case 'settled':
    case 'refused':
    case 'rejected':
    case 'expired':
    case 'cancelled':
    case 'mismatched':
    case 'superseded':
      return [];
  }
}

type Ending = Pick<Why, 'lead' | 'rest'>;

function ending(transfer: TransferDetail): Ending {
  const { evidence } = transfer;
  switch (evidence.state) {
    case 'settled':
      return { lead: 'It has settled:', rest: 'final on the chain, and equal to what was approved.' };
    case 'refused':
      return refusedWords(transfer);
    case 'rejected':
      return {
        lead: `${nameIn(transfer, evidence.by)} rejected it: “${evidence.why}”`,
        rest: 'Nothing was sent, and what it held of the limits is free again.',
      };
    case 'expired':
      return {
        lead: 'It expired before it was relayed.',
        rest: 'Nothing was sent, and what it held of the limits is free again.',
      };
    case 'cancelled':
      return {
        lead: `${nameIn(transfer, evidence.by)} cancelled it: “${evidence.why}”`,
        rest:
          evidence.burnt === undefined
            ? 'Nothing was sent.'
            : 'Its nonce is burnt on the chain, so it can never be executed.',
      };
    case 'mismatched':
      return {
        lead: 'What the chain did is not what was approved.',
        rest: 'The money may have gone elsewhere: its Safe is frozen. Look at the finding, and at both values in it.',
      };
    case 'superseded':
      return {
        lead: 'Something else used its nonce, so it can never be executed.',
        rest: 'Whatever used it was not cleared here: its Safe is frozen. Look at the finding.',
      };
    // Whatever has not ended waits for something; its wait is said instead.
    case 'requested':
    case 'needs-exception':
    case 'queued':
    case 'simulating':
    case 'awaiting-confirmation':
    case 'confirmed':
    case 'relayed':
    case 'signed':
    case 'submitted':
    case 'executed':
    case 'cancelling':
      return { lead: `It is ${transfer.state}.`, rest: '' };
  }
}

function refusedWords({ evidence, decision }: TransferDetail): Ending {
  const denials = (decision?.reasons ?? []).filter(({ outcome }) => outcome === 'deny');
  const lead = 'Nothing was held or sent.';
  if (denials.length === 0) {
    const reasons = 'reasons' in evidence ? evidence.reasons.map(({ reason }) => reason).join('; ') : '';
    return { lead, rest: `${reasons.charAt(0).toUpperCase()}${reasons.slice(1)}.` };
  }
  const never = denials.filter(({ waivable }) => !waivable).length;
  const count = counted(denials.length);
  const rules = `${count.charAt(0).toUpperCase()}${count.slice(1)} ${denials.length === 1 ? 'rule says' : 'rules say'} no`;
  const without =
    never === 0
      ? ''
      : never === denials.length
        ? ', without any exception'
        : `, ${counted(never)} of them without any exception`;
  return { lead, rest: `${rules}${without}.` };
}

function counted(count: number): string {
  return ['none', 'one', 'two', 'three', 'four', 'five', 'six'][count] ?? String(count);
}
