import { Common, type ChainConfig, Hardfork, Hoodi, Mainnet, Sepolia } from '@ethereumjs/common';
import type { BlockHeader } from '../../domain/simulation/header.js';

const KNOWN_CHAINS: readonly ChainConfig[] = [Mainnet, Sepolia, Hoodi];

/**
 * The fork rules of a chain at a block. Known chains have a schedule; for others the header's form tells the fork. If
 * that guess is wrong, the engines disagree and the transfer is refused.
 */
export function chainRules(chainId: number, header: BlockHeader): Common {
  const known = KNOWN_CHAINS.find((each) => each.chainId === chainId);
  if (!known) return new Common({ chain: { ...Mainnet, chainId }, hardfork: forkByForm(header) });
  const common = new Common({ chain: known });
  common.setHardforkBy({ blockNumber: header.number, timestamp: header.timestamp });
  return common;
}

// Osaka changed no field of the header. It only adds to Prague: one instruction, one precompile.
function forkByForm(header: BlockHeader): Hardfork {
  if (header.requestsHash !== undefined) return Hardfork.Osaka;
  if (header.parentBeaconBlockRoot !== undefined) return Hardfork.Cancun;
  if (header.withdrawalsRoot !== undefined) return Hardfork.Shanghai;
  return Hardfork.Paris;
}
