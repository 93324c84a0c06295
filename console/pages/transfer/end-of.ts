import { burnWords } from './cancel-words.js';
import type { Timeline } from '../../../src/transfer-api/detail/timeline.contract.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { nameIn } from './name-in.js';
import type { Answer, Step } from './way-facts.js';

interface End {
  readonly step: Omit<Step, 'answers'>;
  readonly answers: readonly Answer[];
  /** The gate in whose place it ended. */
  readonly instead?: string;
}

/** The last step of a transfer that has ended, or is being cancelled; undefined if it has settled. */
export function endOf(transfer: TransferDetail, timeline: Timeline['data']): End | undefined {
  const { evidence, since } = transfer;
  const ended = (words: string, kind: Step['kind'] = 'stopped') => ({
    step: { name: evidence.state, kind, words, at: since },
    answers: [],
  });
  switch (evidence.state) {
    case 'refused': {
      const isDecided = timeline.some(({ gate }) => gate === 'simulated');
      return {
        ...ended(refusedWords(transfer, evidence.reasons)),
        ...(isDecided ? {} : { instead: 'decided' }),
      };
    }
    case 'rejected':
      return ended(`by ${nameIn(transfer, evidence.by)}: “${evidence.why}”`);
    case 'expired':
      return ended('nobody finished it in time; nothing was sent', 'ended');
    case 'cancelled':
      return ended(`by ${nameIn(transfer, evidence.by)}: “${evidence.why}”`, 'ended');
    case 'mismatched':
      return ended(joined(evidence.reasons));
    case 'superseded':
      return ended(`something else used its nonce: the Safe's nonce is ${evidence.nonceNow}`);
    case 'cancelling':
      return {
        step: { name: 'cancelling', kind: 'now', words: burnWords(transfer, evidence.cancel), at: since },
        answers: [],
      };
    case 'settled':
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
      return undefined;
  }
}

function refusedWords({ decision }: TransferDetail, reasons: readonly { readonly reason: string }[]): string {
  const denials = (decision?.reasons ?? []).filter(({ outcome }) => outcome === 'deny');
  if (decision === null || denials.length === 0) return joined(reasons);
  const rules = denials.map(({ rule }) => rule).join(', ');
  return `by policy ${String(decision.policyVersion)}: ${rules}`;
}

/** Some reasons are sentences, some are not. */
function joined(reasons: readonly { readonly reason: string }[]): string {
  return reasons.map(({ reason }) => reason.replace(/\.$/, '')).join('; ');
}
