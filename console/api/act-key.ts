import { useRef } from 'react';
import type { Json } from '../../src/domain/values/canonical-json.js';

/**
 * The idempotency key of an act: one for each body, so that what got no answer can be sent again as it was, and is done
 * once.
 */
export function useActKey(): (body: Json) => string {
  const kept = useRef<{ readonly body: string; readonly key: string } | null>(null);
  return (body) => {
    const text = JSON.stringify(body);
    if (kept.current?.body !== text) kept.current = { body: text, key: crypto.randomUUID() };
    return kept.current.key;
  };
}
