import { Common, type ChainConfig, Hardfork, Hoodi, Mainnet, Sepolia } from '@ethereumjs/common';
import { DomainError } from '../../domain/errors.js';
import type { BlockHeader } from '../../domain/simulation/header.js';

const KNOWN_CHAINS: readonly ChainConfig[] = [Mainnet, Sepolia, Hoodi];

/**
 * The rules by which a chain executes at a block. Known chains have a schedule; of any other, the header's form tells
 * the fork. Where that is not enough the engines differ, and a transfer is refused, not passed.
 * @throws DomainError SIMULATION_UNAVAILABLE if the fork is one whose rules this EVM does not have completely
 */
export function chainRules(chainId: number, header: BlockHeader): Common {
  checkFork(header);
  const known = KNOWN_CHAINS.find((each) => each.chainId === chainId);
  if (!known) return new Common({ chain: { ...Mainnet, chainId }, hardfork: forkByForm(header) });
  const common = new Common({ chain: known });
  common.setHardforkBy({ blockNumber: header.number, timestamp: header.timestamp });
  return common;
}

// @ethereumjs/common 10 calls its Amsterdam "implementation incomplete + spec still moving". To run the fork by the rules
// of the one before would only look like a disagreement between the engines.
function checkFork({ blockAccessListHash, slotNumber }: BlockHeader): void {
  if (blockAccessListHash === undefined && slotNumber === undefined) return;
  const detail =
    'the block is of the Amsterdam fork or a later one, whose rules the local EVM does not have yet';
  throw new DomainError('SIMULATION_UNAVAILABLE', detail);
}

// Osaka changed no field of the header. It only adds to Prague: one instruction, one precompile.
function forkByForm(header: BlockHeader): Hardfork {
  if (header.requestsHash !== undefined) return Hardfork.Osaka;
  if (header.parentBeaconBlockRoot !== undefined) return Hardfork.Cancun;
  if (header.withdrawalsRoot !== undefined) return Hardfork.Shanghai;
  return Hardfork.Paris;
}
