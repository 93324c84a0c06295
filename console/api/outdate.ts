import { answers } from './answers.js';
import { type Hint, isAffected } from './hints.js';

/** Has everything asked for again that a change may have made old: heard of from the gateway, or done by this page. */
export async function outdate(hint: Hint): Promise<void> {
  await answers.invalidateQueries({
    predicate: ({ queryKey: [path] }) => typeof path === 'string' && isAffected(path, hint),
  });
}
