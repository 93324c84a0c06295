/** One thing that this page made itself, beside what the gateway sent of it. */
export interface Check {
  /** What it is, as a person names it. */
  readonly what: string;
  /** Made here, from other parts of what is shown. */
  readonly computed: string;
  readonly sent: string;
}

/** What was checked: either everything fits, and is what may be signed, or it differs and nothing is. */
export type Checked<T> =
  | { readonly fits: true; readonly made: T }
  | { readonly fits: false; readonly differences: readonly Check[] };

/** The one way to something that may be signed: no check differs. */
export function checked<T>(checks: readonly Check[], made: T): Checked<T> {
  const differences = checks
    .filter(({ computed, sent }) => computed !== sent)
    .map(({ what, computed, sent }) => ({ what: text(what), computed: text(computed), sent: text(sent) }));
  return differences.length === 0 ? { fits: true, made } : { fits: false, differences };
}

/** Answers have the types of their contract until one lies: then a number, or nothing, stands where a text should. */
function text(value: unknown): string {
  if (value === undefined) return 'missing';
  return typeof value === 'string' ? value : `${JSON.stringify(value)}, which is no text`;
}

/** What was thrown while something was read or made again, as a difference: it cannot be what it should be. */
export function unreadable(what: string, { cause, sent }: { cause: unknown; sent: string }): Checked<never> {
  if (!(cause instanceof Error)) throw cause;
  return {
    fits: false,
    differences: [{ what, computed: `cannot be made: ${cause.message}`, sent: text(sent) }],
  };
}

export const NOTHING = 'nothing';
