import { Injectable } from '@nestjs/common';
import type { AgreedBlock } from '../domain/simulation/block.js';
import { isConfirmed } from '../domain/transfers/cancellation-of.js';
import type { Exposed, TransferIn } from '../domain/transfers/transfer.js';
import type { Bytes32 } from '../domain/values/hex.js';
import { ExecutionFinder, type NonceUse } from '../infra/chain/execution-finder.js';
import { SimulationsRepository } from '../simulation/simulations.repository.js';

export type AfterRelay = TransferIn<Exposed | 'executed'>;

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
    const { nonce } = transfer.evidence.cleared;
    const wanted = { safe: transfer.intent.safe, safeTxHashes: hashesOf(transfer), nonce };
    return this.finder.find(wanted, { from, to });
  }
}

/** The transfer's own; and the burn that cancels it, once a person has confirmed that. */
function hashesOf(transfer: AfterRelay): readonly Bytes32[] {
  const { safeTxHash } = transfer.evidence.cleared;
  if (transfer.state !== 'cancelling' || !isConfirmed(transfer.evidence.cancel)) return [safeTxHash];
  return [safeTxHash, transfer.evidence.cancel.burn.safeTxHash];
}
