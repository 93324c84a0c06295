import { useEffect, useState } from 'react';

const DEAD_MS = 600;

/**
 * Whether what is shown has been there long enough to be clicked on purpose. Whatever is shown anew is dead again: a
 * button must not change its meaning under the pointer.
 */
export function useArmed(shown: string): boolean {
  const [armed, setArmed] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => {
      setArmed(shown);
    }, DEAD_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [shown]);
  return armed === shown;
}
