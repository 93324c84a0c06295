import { Injectable } from '@nestjs/common';
import { keccak256 } from 'viem';
import { controlDigest, controlFault } from '../../domain/address-book/control.js';
import type { DestinationContent } from '../../domain/address-book/destination.js';
import { DomainError } from '../../domain/errors.js';
import type { AgreedBlock } from '../../domain/simulation/block.js';
import { type Bytes32, parseBytes32 } from '../../domain/values/hex.js';
import { ContractWallets } from '../../infra/chain/contract-wallets.js';
import { DestinationChallenges } from './destination-challenges.js';

/** Checks the proof that the owner named in an entry controls its address. */
@Injectable()
export class ControlProofs {
  constructor(
    private readonly challenges: DestinationChallenges,
    private readonly wallets: ContractWallets,
  ) {}

  /** @throws DomainError CONTROL_NOT_PROVEN, or RPC_UNAVAILABLE or RPC_DISAGREE when a wallet cannot be asked */
  async check(content: DestinationContent, installation: Bytes32, block: AgreedBlock): Promise<void> {
    const { control, address } = content;
    if (control.kind === 'none') return;
    await this.challenges.requireOpen(content, control);
    const fault = await controlFault(content, control, installation);
    if (fault) throw unproven(fault.reason);
    if (control.kind === 'eoa') return;
    const { challenge, expiresAt, signature } = control;
    const digest = controlDigest(content, { installation, challenge, expiresAt });
    const [isTaken, isTakenForAnything] = await Promise.all([
      this.wallets.takes(address, digest, signature, block),
      // A digest that nobody signed: a contract that accepts it accepts everything, so its yes proves nothing.
      this.wallets.takes(address, parseBytes32(keccak256(digest)), signature, block),
    ]);
    if (!isTaken) throw unproven(`the contract at ${address} does not take the signature (EIP-1271)`);
    if (isTakenForAnything) throw unproven(`the contract at ${address} takes any signature for anything`);
  }
}

function unproven(detail: string): DomainError {
  return DomainError.at('/control/signature', 'CONTROL_NOT_PROVEN', detail);
}
