import { Injectable } from '@nestjs/common';
import type { Address } from '../domain/values/address.js';
import type { TransferId } from '../domain/values/identifier.js';
import type { AgreedBlock } from '../domain/simulation/block.js';
import { RelayerChain } from '../infra/chain/relayer-chain.js';
import { SafesRepository } from '../safes/safes.repository.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';
import type { Flight } from './flights.repository.js';
import type { KeyTurn } from './going.js';
import { type Sendable, isSendable } from './sendable.js';

/** A gap before the account nonce of stored bytes may be a block that is being taken back; after these it is none. */
const GAP_BLOCKS = 3n;

/**
 * One account nonce in flight for each key. What the chain has executed is the only counter, so that nothing drifts when
 * the key is used elsewhere or a reorganisation takes a transaction back.
 */
@Injectable()
export class KeyTurns {
  constructor(
    private readonly chain: RelayerChain,
    private readonly transfers: TransfersRepository,
    private readonly safes: SafesRepository,
  ) {}

  /** @throws DomainError RPC_UNAVAILABLE, RPC_DISAGREE */
  async of(address: Address, held: Flight | undefined, transferId: TransferId): Promise<KeyTurn> {
    const block = await this.chain.block();
    const executed = await this.chain.executed(address, block);
    const free = { block, nonce: executed, held, own: undefined, left: undefined, heldBy: undefined };
    // All providers say so: at least two operators'.
    if (!held || executed > held.nonce) return free;
    if (executed < held.nonce && block.number - held.signedAtBlock >= GAP_BLOCKS) return free;
    const turn = { ...free, nonce: held.nonce };
    if (held.transferId === transferId) return { ...turn, own: held };
    const other = await this.transfers.find(held.transferId);
    const isWanted = other && isSendable(other) && !(await this.isOver(other, block));
    return isWanted ? { ...turn, heldBy: other.id } : { ...turn, left: held };
  }

  /**
   * Whether the nonce of a transfer's Safe is used at a block, finally or not. Nothing is sent for it then, so its bytes,
   * which nodes may have dropped, must not keep the key from other Safes until finality.
   */
  async isOver({ intent, evidence }: Sendable, block: AgreedBlock): Promise<boolean> {
    const safe = await this.safes.find(intent.safeId);
    if (!safe) throw new Error(`${intent.safeId} is not onboarded`);
    return (await this.chain.safeNonce(safe.address, block)) > evidence.cleared.nonce;
  }
}
