import { Injectable } from '@nestjs/common';
import { ConfirmationsService } from '../confirmations/confirmations.service.js';
import { DomainError, isPassing } from '../domain/errors.js';
import { type ClearedTransfer, clearanceOf } from '../domain/transfers/clearance-of.js';
import { intentHash } from '../domain/transfers/intent.js';
import { type Standing, standingFaults } from '../domain/transfers/standing.js';
import { intentWords } from '../domain/transfers/transfer-words.js';
import { ExceptionsService } from '../exceptions/exceptions.service.js';
import { Database, type Tx } from '../infra/database/database.js';
import { PoliciesRepository } from '../policies/policies.repository.js';
import { isIntentSigned } from '../decisions/transfer-snapshot.js';
import { TransferObjects } from '../decisions/transfer-objects.js';

/** Checks what a clearance rests on without reading the chain: cheap enough for every answer of a person. */
@Injectable()
export class Standings {
  constructor(
    private readonly database: Database,
    private readonly objects: TransferObjects,
    private readonly policies: PoliciesRepository,
    private readonly exceptions: ExceptionsService,
    private readonly confirmations: ConfirmationsService,
  ) {}

  /** Why the clearance no longer stands; empty if it does. Throws if something cannot be read. */
  async faults(transfer: ClearedTransfer, tx: Tx): Promise<readonly string[]> {
    try {
      return standingFaults(transfer, await this.standing(transfer, tx));
    } catch (error) {
      // An object of it is no longer in the register, or its names no longer fit into the sentence.
      if (error instanceof DomainError && !isPassing(error.code)) return [error.message];
      throw error;
    }
  }

  private async standing(transfer: ClearedTransfer, tx: Tx): Promise<Standing> {
    const { intent, intentSignature, evidence } = transfer;
    const now = await this.database.now(tx);
    const policy = await this.policies.active(now, tx);
    const clearedUnder = await this.policies.findByHash(evidence.cleared.policyHash, tx);
    const safe = await this.objects.safe(intent, tx);
    const asset = await this.objects.asset(intent, tx);
    const destination = await this.objects.destination(intent, tx);
    const requester = await this.objects.requester(intent, tx);
    const names = { safe: safe.label, destination: destination.label, asset: asset.asset };
    const words = intentWords(intent, names);
    const excepted = {
      ...{ id: transfer.id, intentHash: intentHash(intent), requesterId: intent.requesterId },
      ...{ words, asset: asset.asset },
    };
    const counting = await this.exceptions.genuine(excepted, now, tx);
    const ids = counting.map(({ exceptionId }) => exceptionId);
    return {
      ...{ now, policy, clearedUnder, words, destination, asset, requester },
      isIntentSigned: await isIntentSigned(
        { transfer: { id: transfer.id, intent, signature: intentSignature }, requester },
        now,
      ),
      exceptions: await this.exceptions.digests(transfer.id, ids, tx),
      quorum: transfer.state === 'confirmed' ? await this.quorum(transfer, tx) : null,
    };
  }

  private quorum(transfer: ClearedTransfer, tx: Tx) {
    const { require } = transfer.evidence.cleared;
    const { requesterId } = transfer.intent;
    return this.confirmations.quorum({ clearance: clearanceOf(transfer), require, requesterId }, tx);
  }
}
