import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxClient } from './sandbox-client.js';

const EVERY_MS = 250;
/** With one slot an epoch, a block is `finalized` once two more stand on it. */
export const BLOCKS_TO_FINALITY = 3;

export interface Miner {
  stop(): Promise<void>;
}

/**
 * Mines until every transaction is final, then pauses: a block every second for hours would only grow the state file.
 */
export function startMiner(chain: SandboxClient): Miner {
  let isStopped = false;
  const work = async (): Promise<void> => {
    let until = 0n;
    while (!isStopped) {
      const latest = await chain.getBlock({ blockTag: 'latest' });
      if (latest.transactions.length > 0) until = latest.number + BigInt(BLOCKS_TO_FINALITY);
      if (latest.number < until) await chain.mine({ blocks: 1 });
      await sleep(EVERY_MS);
    }
  };
  // Mining ends with the chain; the users of the chain report that it is gone.
  const working = work().catch(() => undefined);
  return {
    stop: async () => {
      isStopped = true;
      await working;
    },
  };
}
