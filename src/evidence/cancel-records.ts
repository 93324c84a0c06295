import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CancellationsRepository } from '../cancellations/cancellations.repository.js';
import type { EvidenceBundle } from '../domain/evidence/bundle.js';
import type { LogEntry } from '../domain/evidence/log-entries.js';
import { buildCancel } from '../domain/transfers/safe-transaction.js';
import { EVIDENCE, type Transfer } from '../domain/transfers/transfer.js';
import { ChainEvidence, signable } from './chain-evidence.js';

// Taken from log entries; the verifier judges it.
const Signed = z.looseObject({ owner: z.string(), signature: z.string() });

/** The part of an evidence bundle about the cancel of a relayed transfer. */
@Injectable()
export class CancelRecords {
  constructor(
    private readonly cancellations: CancellationsRepository,
    private readonly chain: ChainEvidence,
  ) {}

  async gather(
    transfer: Transfer,
    entries: readonly LogEntry[],
  ): Promise<Pick<EvidenceBundle, 'cancellations' | 'cancel'>> {
    const cancellations = await this.asked(transfer);
    const cancel = await this.burn(transfer, entries);
    return { ...(cancellations.length > 0 && { cancellations }), ...(cancel && { cancel }) };
  }

  private async asked({ id }: Transfer): Promise<NonNullable<EvidenceBundle['cancellations']>> {
    return (await this.cancellations.list(id)).map(({ id: name, by: askedBy, why, at, answer }) => {
      if (answer === null) return { id: name, askedBy, why, at, answer };
      const { personId: person, keyId: key, verdict, digest, signature } = answer;
      return { id: name, askedBy, why, at, answer: { person, key, ...verdict, digest, signature } };
    });
  }

  private async burn(transfer: Transfer, entries: readonly LogEntry[]): Promise<EvidenceBundle['cancel']> {
    const stages = entries
      .filter(({ type }) => type === 'transfer.cancelling')
      .map(({ detail }) => EVIDENCE.cancelling.parse(detail['evidence']));
    const cleared = stages.findLast(({ cancel }) => cancel.stage !== 'asked')?.cleared;
    if (!cleared) return undefined;
    const { intent } = transfer;
    const sent = stages.findLast(({ cancel }) => cancel.stage === 'submitted')?.cancel;
    return {
      ...signable(intent, buildCancel(intent.safe, cleared.nonce)),
      ownerSignatures: entries
        .filter(({ type }) => type === 'transfer.cancel-signed')
        .map(({ actor, detail }) => {
          const { owner, signature } = Signed.parse(detail);
          return { owner, person: actor, signature };
        }),
      submissions: sent?.stage === 'submitted' ? sent.submissions.map(plainSubmission) : [],
      execution: await this.chain.burn(transfer),
    };
  }
}

function plainSubmission({ transactionHash, rawTransaction }: Sent): Sent {
  return { transactionHash, rawTransaction };
}

type Sent = NonNullable<EvidenceBundle['cancel']>['submissions'][number];
