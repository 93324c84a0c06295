import type { ErrorCode } from '../errors.js';

/** Of members that each have their form, and mean together nothing that may be. */
export const CONTRADICTION: ErrorCode = 'CHANGE_INVALID';

/** An issue for a schema's own check. It keeps its code, whatever code the faults of form around it have. */
export function contradiction(path: PropertyKey[], message: string) {
  return { code: 'custom', path, message, params: { code: CONTRADICTION } } as const;
}

interface Context {
  addIssue(issue: ReturnType<typeof contradiction>): void;
}

/** A check of a list: each item that repeats an earlier one is a contradiction, at the item or at a member of it. */
export function noneTwice<T>(
  message: string,
  keyOf: (each: T) => string = String,
  at: PropertyKey[] = [],
): (list: readonly T[], context: Context) => void {
  return (list, context) => {
    const keys = list.map(keyOf);
    keys.forEach((key, index) => {
      if (keys.indexOf(key) !== index) context.addIssue(contradiction([index, ...at], message));
    });
  };
}
