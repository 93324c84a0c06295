import { parseEnv } from 'node:util';
import { type Config, loadConfig } from './config.js';

/** What stands for the digest of an installation that is yet to be founded. */
const NOT_FOUNDED = `0x${'00'.repeat(32)}`;

export interface ReadingConfig {
  /** Undefined if too much is wrong to look at anything else. */
  readonly config: Config | undefined;
  /** What a gateway would refuse, a line each. */
  readonly faults: readonly string[];
}

/**
 * The settings of the environment, and of a file's text where the environment has none, for a program that only looks:
 * by its DATABASE_URL the server itself refuses whatever would write.
 */
export function readingConfig(file: string): ReadingConfig {
  const given = { ...parseEnv(file), ...process.env };
  try {
    return { config: reading(given), faults: [] };
  } catch (error) {
    const [, ...lines] = (error instanceof Error ? error.message : '').split('\n');
    return { config: unfounded(given), faults: lines.map((line) => line.trim()) };
  }
}

function unfounded(given: Readonly<Record<string, string | undefined>>): Config | undefined {
  try {
    return reading({ ...given, FOUNDING_DIGEST: NOT_FOUNDED });
  } catch {
    return undefined;
  }
}

function reading(given: Readonly<Record<string, string | undefined>>): Config {
  const url = new URL(loadConfig(given).databaseUrl);
  const options = url.searchParams.get('options');
  const readOnly = '-c default_transaction_read_only=on';
  url.searchParams.set('options', options === null ? readOnly : `${options} ${readOnly}`);
  return loadConfig({ ...given, DATABASE_URL: url.href });
}
