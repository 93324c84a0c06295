import { answers } from './answers.js';
import { askAnew } from './ask-anew.js';
import { type Hint, isAffected } from './hints.js';

/** Of what is not asked for again by itself: it costs an entry of the log, or is compared while it stands. */
export const KEPT = { isKept: true } as const;

/** Has everything asked for again that a change may have made old: heard of from the gateway, or done by this page. */
export async function outdate(hint: Hint): Promise<void> {
  await askAnew(
    answers,
    ({ queryKey: [path], meta }) => typeof path === 'string' && meta !== KEPT && isAffected(path, hint),
  );
}
