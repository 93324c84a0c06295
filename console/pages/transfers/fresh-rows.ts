interface Row {
  readonly id: string;
}

/** The rows as the reader has them before the eyes, and how many came in above since. */
export interface Standing<R extends Row> {
  readonly rows: readonly R[];
  readonly fresh: number;
}

/**
 * Keeps rows where they are: what came in since is counted and not shown, and what is shown is brought up to date in its
 * place.
 * @param newest the id of the first row when the reader last asked to see what is new; null before that
 */
export function standing<R extends Row>(rows: readonly R[], newest: string | null): Standing<R> {
  const at = newest === null ? 0 : rows.findIndex(({ id }) => id === newest);
  // Gone: it does not fit the filter any more, so there is nothing to hold on to.
  return at <= 0 ? { rows, fresh: 0 } : { rows: rows.slice(at), fresh: at };
}
