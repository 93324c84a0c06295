import pg from 'pg';

type OnLost = (error: Error) => void;

/** In milliseconds: a host that swallows packets would otherwise keep one waiting for minutes. */
const CONNECT_MS = 30_000;

/** The default: the next query fails, and that tells enough. */
const untold: OnLost = () => undefined;

/**
 * The only place that opens connections to PostgreSQL. A connection closed by the server emits `error`, idle or not,
 * and without a listener that would end the process.
 */
export function openPool(options: pg.PoolConfig, onLost: OnLost = untold): pg.Pool {
  const pool = new pg.Pool(options);
  pool.on('connect', (client) => client.on('error', onLost));
  // The pool repeats errors that idle connections have emitted already.
  pool.on('error', untold);
  return pool;
}

/** One connection, ready for use. */
export async function openClient(connectionString: string, onLost: OnLost = untold): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_MS });
  client.on('error', onLost);
  await client.connect();
  return client;
}
