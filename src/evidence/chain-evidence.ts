import { Injectable } from '@nestjs/common';
import { executionRecordJson } from '../domain/reconciliation/execution-record.js';
import { ExecutionRecordsRepository } from '../transfers/execution-records.repository.js';
import { DomainError } from '../domain/errors.js';
import type { EvidenceBundle } from '../domain/evidence/bundle.js';
import { canonicalText } from '../domain/simulation/effects.js';
import { transactionOf } from '../domain/transfers/safe-transaction.js';
import { calldataDigest, safeTxDigests, safeTxTypedData } from '../domain/transfers/safe-tx-hash.js';
import { type ExecutedAs, type Transfer, isBeforeRelay } from '../domain/transfers/transfer.js';
import type { Json } from '../domain/values/canonical-json.js';
import { BlockProofs, type TransactionInBlock } from '../infra/chain/block-proofs.js';
import { TransferObjects } from '../decisions/transfer-objects.js';

/** The chain's part of an evidence bundle: the Safe transaction and its execution. */
@Injectable()
export class ChainEvidence {
  constructor(
    private readonly registries: TransferObjects,
    private readonly blocks: BlockProofs,
    private readonly records: ExecutionRecordsRepository,
  ) {}

  async safeTransaction(transfer: Transfer): Promise<EvidenceBundle['safeTransaction']> {
    if (isBeforeRelay(transfer) || !('cleared' in transfer.evidence)) return null;
    const { intent, evidence } = transfer;
    const { asset } = await this.registries.asset(intent);
    const { transaction } = transactionOf(intent, asset, evidence.cleared.nonce);
    const { domainHash, messageHash, digest } = safeTxDigests(transaction, intent.chainId, intent.safe);
    return {
      typedData: safeTxTypedData(transaction, intent.chainId, intent.safe) as unknown as Json,
      digests: {
        domainHash,
        messageHash,
        eip712Digest: digest,
        calldataDigest: calldataDigest(transaction.data),
      },
    };
  }

  async execution({ id, evidence }: Transfer): Promise<EvidenceBundle['execution']> {
    if (!('execution' in evidence)) return null;
    const { transactionHash, blockNumber, blockHash, executor } = evidence.execution;
    const inBlock = await this.proof(evidence.execution);
    const record = await this.records.find(id);
    return {
      ...{ transactionHash, blockNumber: String(blockNumber), blockHash, executor, inBlock },
      ...(record && { record: executionRecordJson(record) }),
    };
  }

  /** Null if no provider serves it; the bundle then says so, and is good for the rest. */
  private async proof({ blockHash, transactionHash }: ExecutedAs): Promise<InBlock> {
    try {
      return plainProof(await this.blocks.prove(blockHash, transactionHash));
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }
}

type InBlock = NonNullable<EvidenceBundle['execution']>['inBlock'];

/** The proof with every bigint as a decimal string. */
function plainProof(proven: TransactionInBlock): InBlock {
  return JSON.parse(canonicalText(proven)) as InBlock;
}
