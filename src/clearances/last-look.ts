import { Injectable } from '@nestjs/common';
import { DomainError, isPassing } from '../domain/errors.js';
import { decide } from '../domain/policies/decide.js';
import type { LastLookAs, Reason, Relayed, TransferIn } from '../domain/transfers/transfer.js';
import { parseBytes32 } from '../domain/values/hex.js';
import type { Tx } from '../infra/database/database.js';
import { FactsGatherer } from '../decisions/gather-facts.js';
import { denials } from '../decisions/answer-decision.js';
import { type Examined, Examiner } from './examine-transfer.js';

/** What the chain says of a relayed transfer, read before the transaction of the step that it is for. */
export type Sight =
  | { readonly kind: 'seen'; readonly examined: Examined }
  | { readonly kind: 'failed'; readonly error: DomainError };

/** Whether a relayed transfer may go on. */
export type Looked =
  | { readonly kind: 'stands'; readonly look: LastLookAs }
  /** It goes on if what stopped holding is put back. */
  | { readonly kind: 'stopped'; readonly reasons: readonly Reason[] }
  /** Something could not be asked: nothing goes on, and nothing is wrong. */
  | { readonly kind: 'unavailable'; readonly reasons: readonly Reason[] };

/**
 * Looks at everything once more before an owner's signature is taken, and before bytes are sent (invariant 25): what
 * stops holding stops the payment until it is mined.
 */
@Injectable()
export class LastLook {
  constructor(
    private readonly examiner: Examiner,
    private readonly gatherer: FactsGatherer,
  ) {}

  /** Reads the chain and simulates anew, outside any transaction. */
  async see(transfer: TransferIn<Relayed>): Promise<Sight> {
    try {
      return { kind: 'seen', examined: await this.examiner.examine(transfer) };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { kind: 'failed', error };
    }
  }

  /** Judges what was seen, in the transaction of the step. */
  async judge(tx: Tx, transfer: TransferIn<Relayed>, sight: Sight): Promise<Looked> {
    if (sight.kind === 'failed') {
      const { code, message } = sight.error;
      return { kind: isPassing(code) ? 'unavailable' : 'stopped', reasons: [{ code, reason: message }] };
    }
    const { gathered, seen } = sight.examined;
    const { facts, policy } = await this.gatherer.complete(tx, gathered, 'relay');
    const decision = decide(policy, facts);
    if (decision.outcome !== 'permit') return { kind: 'stopped', reasons: denials(decision) };
    if (seen.kind !== 'simulated') return { kind: 'stopped', reasons: [] };
    const { number, hash } = gathered.reading.block;
    return {
      kind: 'stands',
      look: {
        blockNumber: number,
        blockHash: hash,
        effectsDigest: transfer.evidence.cleared.effectsDigest,
        policyHash: parseBytes32(decision.policyHash),
      },
    };
  }
}
