import { useNow } from './clock.js';
import { When, span } from './when.js';

const SECOND = 1_000;

/** When something ends: how long that is, and the moment with its zone. */
export function Until({ at }: { readonly at: string }) {
  const left = Date.parse(at) - useNow() * SECOND;
  if (Number.isNaN(left)) return <When at={at} />;
  if (left <= 0)
    return (
      <span>
        expired (<When at={at} isWhole />)
      </span>
    );
  return (
    <span>
      expires in <b>{span(left)}</b> (<When at={at} isWhole />)
    </span>
  );
}
