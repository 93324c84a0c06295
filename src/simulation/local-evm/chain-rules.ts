import { Common, type ChainConfig, Hardfork, Hoodi, Mainnet, Sepolia } from '@ethereumjs/common';
import { DomainError } from '../../domain/errors.js';
import type { BlockHeader } from '../../domain/simulation/header.js';
import { isPublicChain } from '../../domain/values/chains.js';

const SCHEDULES: readonly ChainConfig[] = [Mainnet, Sepolia, Hoodi];

/**
 * The rules by which a chain executes at a block. Public chains have a schedule; the sandbox's node runs one fork.
 * @throws DomainError SIMULATION_UNAVAILABLE if the fork is one whose rules this EVM does not have completely, or the
 *   chain is none that Sluice runs on
 */
export function chainRules(chainId: number, header: BlockHeader): Common {
  checkFork(header);
  const schedule = SCHEDULES.find((each) => each.chainId === chainId);
  if (!schedule) return sandboxRules(chainId, header);
  const common = new Common({ chain: schedule });
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

// The installed anvil starts at Osaka, whose header has the form of Prague's.
function sandboxRules(chainId: number, { requestsHash }: BlockHeader): Common {
  if (isPublicChain(chainId) || requestsHash === undefined) {
    const detail = `the local EVM has no rules for this block of chain ${String(chainId)}`;
    throw new DomainError('SIMULATION_UNAVAILABLE', detail);
  }
  return new Common({ chain: { ...Mainnet, chainId }, hardfork: Hardfork.Osaka });
}
