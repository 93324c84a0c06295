import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxClient } from './sandbox-client.js';

const EVERY_MS = 250;
/** With one slot an epoch, a block is `finalized` once two more stand on it. */
const BLOCKS_TO_FINALITY = 3n;

export interface Miner {
  stop(): Promise<void>;
}

/**
 * Mines on until every transaction is final, and then rests: a chain that made a block a second for hours would grow
 * its state file for nothing.
 */
export function startMiner(chain: SandboxClient): Miner {
  let isStopped = false;
  const work = async (): Promise<void> => {
    let until = 0n;
    while (!isStopped) {
      const latest = await chain.getBlock({ blockTag: 'latest' });
      if (latest.transactions.length > 0) until = latest.number + BLOCKS_TO_FINALITY;
      if (latest.number < until) await chain.mine({ blocks: 1 });
      await sleep(EVERY_MS);
    }
  };
  // A chain that is gone ends the mining; whoever uses the chain says so.
  const working = work().catch(() => undefined);
  return {
    stop: async () => {
      isStopped = true;
      await working;
    },
  };
}
