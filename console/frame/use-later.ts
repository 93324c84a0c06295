import { useEffect, useState } from 'react';

const AFTER_MS = 2_000;

/** What no page needs to be seen: it comes after the page, or at once when it is wanted; null until then. */
export function useLater<T extends object>(load: () => Promise<T>, isWanted: boolean): T | null {
  const [loaded, setLoaded] = useState<T | null>(null);
  const [failures, setFailures] = useState(0);
  const isPatient = !isWanted || failures > 0;
  useEffect(() => {
    if (loaded) return undefined;
    const timer = setTimeout(
      () => {
        load().then(setLoaded, () => {
          setFailures(failures + 1);
        });
      },
      isPatient ? AFTER_MS : 0,
    );
    return () => {
      clearTimeout(timer);
    };
  }, [load, loaded, isPatient, failures]);
  return loaded;
}
