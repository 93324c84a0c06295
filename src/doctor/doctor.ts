import type { Config } from '../config/config.js';
import { Database } from '../infra/database/database.js';
import { seenDatabase } from './database-check.js';
import type { Finding } from './finding.js';
import { independence } from './independence-check.js';
import { LogLooks } from './log-looks.js';
import { seenProvider } from './provider-check.js';
import { registerFindings } from './register-check.js';
import { relayerFindings } from './relayer-check.js';
import { seenSettings } from './settings-check.js';

/**
 * What a start would meet, in the order in which it is mended best. It writes nothing: the database is opened for
 * reading only, providers are asked what changes nothing, and witnesses are shown nothing new.
 */
export async function examined(settingsFile: string | undefined): Promise<readonly Finding[]> {
  const { config, findings } = seenSettings(settingsFile);
  if (!config) return findings;
  const [chain, stored] = await Promise.all([chainFindings(config), databaseFindings(config)]);
  return [...findings, ...chain, ...stored];
}

async function chainFindings(config: Config): Promise<readonly Finding[]> {
  const { rpcProviders, chainId } = config;
  const now = Math.floor(Date.now() / 1000);
  const seen = await Promise.all(rpcProviders.map((each) => seenProvider(each, chainId, now)));
  const apart = await independence(rpcProviders, seen, chainId);
  return [...seen.flatMap((each) => each.findings), ...apart, ...(await relayerFindings(config, seen))];
}

async function databaseFindings(config: Config): Promise<readonly Finding[]> {
  const { findings, isReadable } = await seenDatabase(config.databaseUrl);
  if (!isReadable) return findings;
  const database = new Database(config);
  try {
    const looks = new LogLooks(config, database);
    const register = await registerFindings(config, database);
    return [...findings, ...register, ...(await looks.log()), ...(await looks.witnesses())];
  } finally {
    await database.onApplicationShutdown();
  }
}
