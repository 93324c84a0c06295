import { useEffect, useState } from 'react';

const AFTER_MS = 2_000;

/**
 * What no page needs to be seen: it comes after the page, or at once when it is wanted; null until then. A load that
 * failed is tried again when it is wanted the next time.
 */
export function useLater<T extends object>(load: () => Promise<T>, isWanted: boolean): T | null {
  const [loaded, setLoaded] = useState<T | null>(null);
  useEffect(() => {
    if (loaded) return undefined;
    const timer = setTimeout(
      () => {
        load().then(setLoaded, () => undefined);
      },
      isWanted ? 0 : AFTER_MS,
    );
    return () => {
      clearTimeout(timer);
    };
  }, [load, loaded, isWanted]);
  return loaded;
}
