import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ConfirmationsRepository } from '../confirmations/confirmations.repository.js';
import type { DetailOf } from '../domain/audit-log/acts/acts.js';
import type { EvidenceBundle } from '../domain/evidence/bundle.js';
import { Memory } from '../domain/evidence/memory.js';
import { type LogEntry, readEntries } from '../domain/evidence/log-entries.js';
import { exceptionDigest } from '../domain/exceptions/policy-exception.js';
import { storeException } from '../domain/exceptions/stored-exception.js';
import { storeIntent } from '../domain/transfers/intent.js';
import type { TransferId } from '../domain/values/identifier.js';
import { ExceptionsRepository } from '../exceptions/exceptions.repository.js';
import { SimulationsRepository } from '../simulation/simulations.repository.js';
import { DecisionsRepository } from '../decisions/decisions.repository.js';
import { TransferLookup } from '../transfer-api/views/transfer-lookup.js';
import { CancelRecords } from './cancel-records.js';
import { ChainEvidence } from './chain-evidence.js';
import { LogEvidence } from './log-evidence.js';

type Forms<Said> = { readonly [Name in keyof Said]?: z.ZodType };
type ClearedDetail = DetailOf<'transfer.cleared'>;
type SubmittedDetail = DetailOf<'transfer.submitted'>;

// The members taken from log entries, by their names there. The verifier judges them.
const Signed = z.looseObject({ owner: z.string(), signature: z.string() } satisfies Forms<
  DetailOf<'transfer.owner-signed'>
>);
const Cleared = z.looseObject({
  revision: z.int(),
  evidence: z.looseObject({ cleared: z.json() } satisfies Forms<ClearedDetail['evidence']>),
} satisfies Forms<ClearedDetail>);
const Submission = z.strictObject({
  ...{ transactionHash: z.string(), rawTransaction: z.string() },
  look: z
    .strictObject({
      ...{ blockNumber: z.string(), blockHash: z.string() },
      ...{ effectsDigest: z.string(), policyHash: z.string() },
    })
    .exactOptional(),
});
const Submitted = z.looseObject({
  evidence: z.looseObject({ submissions: z.array(Submission) } satisfies Forms<SubmittedDetail['evidence']>),
} satisfies Forms<SubmittedDetail>);

/** Gathers the evidence of a transfer without judging it: that is the independent verifier's part. */
@Injectable()
export class EvidenceGatherer {
  constructor(
    private readonly lookup: TransferLookup,
    private readonly decisions: DecisionsRepository,
    private readonly exceptions: ExceptionsRepository,
    private readonly simulations: SimulationsRepository,
    private readonly confirmations: ConfirmationsRepository,
    private readonly log: LogEvidence,
    private readonly chain: ChainEvidence,
    private readonly cancels: CancelRecords,
  ) {}

  async gather(id: TransferId): Promise<EvidenceBundle> {
    const transfer = await this.lookup.find(id);
    const log = await this.log.about(id);
    const entries = readEntries({ log }, new Memory()).filter((entry) => entry !== undefined);
    const logged = <S extends z.ZodType>(type: LogEntry['type'], schema: S) =>
      entries
        .filter((entry) => entry.type === type)
        .map((entry) => ({ actor: entry.actor, detail: schema.parse(entry.detail) }));
    const owned = logged('transfer.owner-signed', Signed);
    return {
      v: 1,
      ...(await this.log.register(entries)),
      transfer: {
        ...{ id, state: transfer.state, revision: transfer.revision, intent: storeIntent(transfer.intent) },
        ...{ intentHash: transfer.intentHash, signature: transfer.intentSignature },
      },
      ...(await this.records(id)),
      clearances: logged('transfer.cleared', Cleared).map(({ detail }) => ({
        ...{ revision: detail.revision, cleared: detail.evidence.cleared },
      })),
      safeTransaction: await this.chain.safeTransaction(transfer),
      ownerSignatures: owned.map(({ actor, detail: { owner, signature } }) => ({
        owner,
        person: actor,
        signature,
      })),
      submissions: logged('transfer.submitted', Submitted).at(-1)?.detail.evidence.submissions ?? [],
      execution: await this.chain.execution(transfer),
      ...(await this.cancels.gather(transfer, entries)),
      log,
    };
  }

  /** The stored records of a transfer by people and engines. */
  private async records(id: TransferId) {
    const [decisions, exceptions, simulations, confirmations] = await Promise.all([
      this.decisions.records(id),
      this.exceptions.list(id),
      this.simulations.records(id),
      this.confirmations.list(id),
    ]);
    return {
      decisions: [...decisions],
      simulations: [...simulations],
      exceptions: exceptions.map(({ id: name, exception, personId: person, keyId: key, signature }) => ({
        ...{ id: name, exception: storeException(exception), person, key, signature },
        digest: exceptionDigest(exception),
      })),
      confirmations: confirmations.map(
        ({ id: name, revision, personId: person, keyId: key, verdict, digest, signature }) => ({
          ...{ id: name, revision, person, key, ...verdict, digest, signature },
        }),
      ),
    };
  }
}
