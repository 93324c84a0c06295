import { useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';

/** Brings what the address names into sight and under the focus, once it is there: a link may come before its target. */
export function useHashTarget(isThere: boolean): void {
  const { hash } = useLocation();
  useEffect(() => {
    if (!isThere || hash === '') return;
    const target = document.getElementById(hash);
    target?.scrollIntoView({ block: 'center' });
    target?.focus({ preventScroll: true });
  }, [isThere, hash]);
}
