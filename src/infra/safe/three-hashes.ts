import { Injectable } from '@nestjs/common';
import { DomainError } from '../../domain/errors.js';
import type { AgreedBlock } from '../../domain/simulation/block.js';
import type { SafeTransaction } from '../../domain/transfers/safe-transaction.js';
import { type SafeTxDigests, safeTxDigests } from '../../domain/transfers/safe-tx-hash.js';
import { SafeReader } from '../chain/safe-reader.js';
import type { SafeIdentity } from './protocol-kit-hash.js';

/** Computes the safeTxHash by three independent implementations (invariant 3). */
@Injectable()
export class ThreeHashes {
  constructor(private readonly reader: SafeReader) {}

  /**
   * The digests of a Safe transaction, if our code, protocol-kit and the Safe itself agree on them.
   * @throws DomainError HASH_MISMATCH naming who differs (the caller freezes the Safe); RPC_* if the Safe cannot be asked
   */
  async digests(tx: SafeTransaction, safe: SafeIdentity, block: AgreedBlock): Promise<SafeTxDigests> {
    // Not at the start of the service: the package loads a thousand files, and without it no hash is agreed on.
    const { protocolKitHash } = await import('./protocol-kit-hash.js');
    const own = safeTxDigests(tx, safe.chainId, safe.address);
    const others = {
      'protocol-kit': protocolKitHash(tx, safe),
      'the Safe on chain': await this.reader.transactionHashOnChain(safe.address, tx, block),
    };
    const differing = Object.entries(others).filter(([, hash]) => hash !== own.digest);
    if (differing.length === 0) return own;
    const named = differing.map(([name, hash]) => `${name} gives ${hash}`).join(', ');
    throw new DomainError('HASH_MISMATCH', `our own code gives safeTxHash ${own.digest}, but ${named}`);
  }
}
