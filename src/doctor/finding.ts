/** What one look found, in a line: `warn` does not stop a start, `fail` does or would stop transfers. */
export interface Finding {
  readonly check: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly words: string;
  /** What to do about it; null if nothing is to be done. */
  readonly todo: string | null;
}

export function ok(check: string, words: string): Finding {
  return { check, status: 'ok', words, todo: null };
}

export function warn(check: string, words: string, todo: string): Finding {
  return { check, status: 'warn', words, todo };
}

export function fail(check: string, words: string, todo: string): Finding {
  return { check, status: 'fail', words, todo };
}

/** What was asked for in vain: nothing of the error is shown that may quote a setting. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : 'it did not answer';
}

/** The findings of a look; one that breaks is a finding itself. */
export async function lookedAt(
  check: string,
  todo: string,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    return [fail(check, `It could not be looked at: ${reasonOf(error)}.`, todo)];
  }
}
