import type { Query, QueryClient } from '@tanstack/react-query';

/** What is asked for once more as soon as its answer, which is on the way, is there. */
const due = new WeakMap<Query, Promise<void>>();

/**
 * Has answers asked for again that have become old. One that is on its way may have been read before: it is waited for,
 * and then the next is asked for. To begin anew with each of many changes would be to end with no answer.
 */
export async function askAnew(client: QueryClient, isOld: (query: Query) => boolean): Promise<void> {
  const old = client.getQueryCache().findAll({ predicate: isOld });
  await Promise.all(old.map((query) => one(client, query)));
}

function one(client: QueryClient, query: Query): Promise<void> {
  const { fetchStatus, fetchFailureCount } = query.state;
  // What got no answer and is to be asked for again is asked for again at once.
  if (fetchStatus !== 'fetching' || fetchFailureCount > 0) return invalidate(client, query);
  const later = due.get(query) ?? afterwards(client, query);
  due.set(query, later);
  return later;
}

async function afterwards(client: QueryClient, query: Query): Promise<void> {
  await query.promise?.catch(() => undefined);
  due.delete(query);
  await invalidate(client, query);
}

function invalidate(client: QueryClient, query: Query): Promise<void> {
  return client.invalidateQueries({ predicate: (each) => each === query });
}
