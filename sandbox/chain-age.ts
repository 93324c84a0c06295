import { existsSync } from 'node:fs';
import { z } from 'zod';
import { openClient } from '../src/infra/database/connections.js';
import { startAnvil } from './anvil.js';
import { sandboxClient } from './sandbox-client.js';

const Executed = z.array(z.object({ height: z.string(), hash: z.string() }));

/**
 * True if the database knows of an execution that the saved chain lacks. Anvil saves once a second, so a killed run
 * can leave a chain that is older than its database. A gateway would rightly report that as a finding.
 */
export async function isChainBehind(databaseUrl: string, stateFile: string): Promise<boolean> {
  const last = await lastExecution(databaseUrl);
  if (!last) return false;
  if (!existsSync(stateFile)) return true;
  const anvil = await startAnvil({ stateFile });
  try {
    const client = sandboxClient(anvil.url);
    if ((await client.getBlockNumber()) < BigInt(last.height)) return true;
    const block = await client.getBlock({ blockNumber: BigInt(last.height) });
    return block.hash !== last.hash;
  } finally {
    await anvil.stop();
  }
}

async function lastExecution(databaseUrl: string): Promise<{ height: string; hash: string } | undefined> {
  const client = await openClient(databaseUrl);
  try {
    const { rows: tables } = await client.query("SELECT to_regclass('transfer') IS NOT NULL AS exists");
    if (!z.tuple([z.object({ exists: z.boolean() })]).parse(tables)[0].exists) return undefined;
    const { rows } = await client.query(`
      SELECT evidence->'execution'->>'blockNumber' AS height, evidence->'execution'->>'blockHash' AS hash
      FROM transfer WHERE evidence ? 'execution'
      ORDER BY (evidence->'execution'->>'blockNumber')::numeric DESC LIMIT 1`);
    return Executed.parse(rows)[0];
  } finally {
    await client.end();
  }
}
