import { Injectable } from '@nestjs/common';
import type { AgreedBlock } from '../domain/simulation/block.js';
import type { TransferIn } from '../domain/transfers/transfer.js';
import { ExecutionFinder, type NonceUse } from '../infra/chain/execution-finder.js';
import { SimulationsRepository } from '../simulation/simulations.repository.js';

export type AfterRelay = TransferIn<'relayed' | 'signed' | 'submitted' | 'executed'>;

/** What used the nonce of a relayed transfer, proven. */
@Injectable()
export class NonceUses {
  constructor(
    private readonly simulations: SimulationsRepository,
    private readonly finder: ExecutionFinder,
  ) {}

  /** @throws DomainError RPC_UNAVAILABLE or RPC_DISAGREE while nothing is proven */
  async until(transfer: AfterRelay, to: AgreedBlock): Promise<NonceUse> {
    const simulated = await this.simulations.list(transfer.id);
    // The nonce was unused when it was simulated, so whatever used it came later.
    const from = simulated.at(-1)?.blockNumber;
    if (from === undefined) throw new Error(`${transfer.id} was relayed without a simulation`);
    const { nonce, safeTxHash } = transfer.evidence.cleared;
    return this.finder.find({ safe: transfer.intent.safe, safeTxHash, nonce }, { from, to });
  }
}
