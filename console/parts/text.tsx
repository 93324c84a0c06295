import { shownOnPage } from '../../src/domain/values/shown.js';

/**
 * Words that somebody else chose: a label, a symbol, a reference, a reason. They are text, isolated from the direction of
 * what stands around them, and what cannot be seen in them is shown by its code point.
 */
export function Said({ children }: { readonly children: string }) {
  return <bdi>{shownOnPage(children)}</bdi>;
}
