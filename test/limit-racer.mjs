// One process of a race for limits: asks, decides and reserves as the service does, by the database's own functions.
//
// In: { url, clients } once, then rounds of { transfers: [{ id, scopes, amount, then }], max, windowSeconds }.
// Out: { kind: 'ready' }, { kind: 'progress' } after each transfer, { kind: 'done' } after each round.
import { openPool } from '../dist/infra/database/connections.js';

/** Every act leaves a line with the order in which it happened: the sequence is asked while the scopes are locked. */
const LINE = `INSERT INTO race_line (turn, round, kind, transfer, scopes, amount, used, permitted)
  VALUES (nextval('race_turn'), $1, $2, $3, $4, $5, $6, $7)`;

export async function inTransaction(pool, act) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const answer = await act(client);
    await client.query('COMMIT');
    return answer;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

async function request(client, { id, scopes, amount, max, windowSeconds, round }) {
  const each = (value) => scopes.map(() => value);
  const { rows } = await client.query({
    name: 'usage',
    text: `SELECT used::text FROM limit_usage($1, $1, $2, $3, $4, date_trunc('second', clock_timestamp()), $5)`,
    values: [scopes, each(windowSeconds), each(amount), each(max), id],
  });
  const used = rows.map((row) => row.used);
  const permitted = used.every((sum) => BigInt(sum) + BigInt(amount) <= BigInt(max));
  if (permitted) {
    await client.query({
      name: 'reserve',
      text: 'SELECT limit_reserve($1, $2, $3, $2, $2, $4, $5)',
      values: [id, scopes, each(amount), each(windowSeconds), each(max)],
    });
  }
  await client.query({
    name: 'line',
    text: LINE,
    values: [round, 'request', id, scopes, amount, used, permitted],
  });
  return permitted;
}

async function end(client, { id, then, round }) {
  const sql = then === 'settle' ? 'SELECT limit_settle($1, true)' : 'SELECT limit_release($1)';
  await client.query({ name: then, text: sql, values: [id] });
  await client.query({ name: 'line', text: LINE, values: [round, then, id, null, null, null, null] });
}

/** A naive gateway, at READ COMMITTED as well: sums up, and inserts if it fits. */
async function naively(client, { id, scopes, amount, max }) {
  const { rows } = await client.query({
    name: 'naive-sum',
    text: `SELECT scope, COALESCE((SELECT sum(n.amount) FROM naive n WHERE n.scope = s.scope), 0)::text AS used
      FROM unnest($1::text[]) AS s(scope)`,
    values: [scopes],
  });
  if (rows.some(({ used }) => BigInt(used) + BigInt(amount) > BigInt(max))) return;
  await client.query({
    name: 'naive-insert',
    text: 'INSERT INTO naive (transfer, scope, amount) SELECT $1, scope, $2 FROM unnest($3::text[]) AS s(scope)',
    values: [id, amount, scopes],
  });
}

async function race(pool, { transfers, naive, ...round }, progress) {
  if (naive) {
    await Promise.all(
      transfers.map((each) => inTransaction(pool, (client) => naively(client, { ...each, ...round }))),
    );
    return;
  }
  await Promise.all(
    transfers.map(async (each) => {
      const wish = { ...each, ...round };
      const permitted = await inTransaction(pool, (client) => request(client, wish));
      if (permitted && wish.then !== 'hold') await inTransaction(pool, (client) => end(client, wish));
      progress();
    }),
  );
}

let pool;
process.on('message', async (message) => {
  if (message.url) {
    pool = openPool({
      connectionString: message.url,
      max: message.clients,
      application_name: message.name,
    });
    process.send({ kind: 'ready' });
    return;
  }
  try {
    await race(pool, message, () => process.send({ kind: 'progress' }));
    process.send({ kind: 'done' });
  } catch (error) {
    process.send({ kind: 'failed', reason: String(error?.stack ?? error) });
  }
});
process.on('disconnect', () => process.exit(0));
