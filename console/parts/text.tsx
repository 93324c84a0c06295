import { shownOnPage } from '../../src/domain/values/shown.js';

/** More than a label of some words has: it may break wherever it has to, or it would push all else off the page. */
const LONG = /^.{41}|\S{25}/u;

/**
 * Words that somebody else chose: a label, a symbol, a reference, a reason. They are text, isolated from the direction of
 * what stands around them, and what cannot be seen in them is shown by its code point.
 */
export function Said({ children }: { readonly children: string }) {
  const text = shownOnPage(children);
  return <bdi className={LONG.test(text) ? 'long' : undefined}>{text}</bdi>;
}
