import { Injectable } from '@nestjs/common';
import { executionRecordJson } from '../domain/reconciliation/execution-record.js';
import { ExecutionRecordsRepository } from '../transfers/execution-records.repository.js';
import { DomainError } from '../domain/errors.js';
import type { EvidenceBundle } from '../domain/evidence/bundle.js';
import { canonicalText } from '../domain/simulation/effects.js';
import { clearedOf } from '../domain/transfers/clearance-of.js';
import type { Intent } from '../domain/transfers/intent.js';
import { type SafeTransaction, transactionOf } from '../domain/transfers/safe-transaction.js';
import { calldataDigest, safeTxDigests, safeTxTypedData } from '../domain/transfers/safe-tx-hash.js';
import { type ExecutedAs, type Transfer, isBeforeRelay } from '../domain/transfers/transfer.js';
import type { TransferId } from '../domain/values/identifier.js';
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
    const cleared = clearedOf(transfer);
    if (isBeforeRelay(transfer) || !cleared) return null;
    const { intent } = transfer;
    const { asset } = await this.registries.asset(intent);
    return signable(intent, transactionOf(intent, asset, cleared.nonce).transaction);
  }

  async execution({ id, evidence }: Transfer): Promise<EvidenceBundle['execution']> {
    return 'execution' in evidence ? this.executed(id, evidence.execution) : null;
  }

  /** What burnt the nonce of a cancelled transfer. */
  async burn({ id, state, evidence }: Transfer): Promise<EvidenceBundle['execution']> {
    const burnt = state === 'cancelled' ? evidence.burnt : undefined;
    return burnt ? this.executed(id, burnt.execution) : null;
  }

  private async executed(id: TransferId, execution: ExecutedAs): Promise<EvidenceBundle['execution']> {
    const { transactionHash, blockNumber, blockHash, executor } = execution;
    const inBlock = await this.proof(execution);
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

/** What owners are asked to sign of a transaction, and what their devices show of it. */
export function signable(
  { chainId, safe }: Pick<Intent, 'chainId' | 'safe'>,
  transaction: SafeTransaction,
): NonNullable<EvidenceBundle['safeTransaction']> {
  const { domainHash, messageHash, digest } = safeTxDigests(transaction, chainId, safe);
  return {
    typedData: safeTxTypedData(transaction, chainId, safe) as unknown as Json,
    digests: {
      ...{ domainHash, messageHash, eip712Digest: digest, calldataDigest: calldataDigest(transaction.data) },
    },
  };
}

type InBlock = NonNullable<EvidenceBundle['execution']>['inBlock'];

/** The proof with every bigint as a decimal string. */
function plainProof(proven: TransactionInBlock): InBlock {
  return JSON.parse(canonicalText(proven)) as InBlock;
}
