import pg from 'pg';

type OnLost = (error: Error) => void;

/** For whoever learns of it by the next query, which fails. */
const untold: OnLost = () => undefined;

/**
 * Connections to PostgreSQL are opened here and nowhere else: one that the server closes, idle, in use or just being
 * ended, would end the process if nobody listened to it.
 */
export function openPool(options: pg.PoolConfig, onLost: OnLost = untold): pg.Pool {
  const pool = new pg.Pool(options);
  pool.on('connect', (client) => client.on('error', onLost));
  // The pool repeats what idle connections have said themselves.
  pool.on('error', untold);
  return pool;
}

/** One connection, ready for use. */
export async function openClient(connectionString: string, onLost: OnLost = untold): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  client.on('error', onLost);
  await client.connect();
  return client;
}
