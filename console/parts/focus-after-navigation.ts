import { useRouter } from '@tanstack/react-router';
import { type RefObject, useEffect } from 'react';

/** The heading of a page that was come to from another: who cannot see it has to hear where they are. */
export function useFocusAfterNavigation(heading: RefObject<HTMLElement | null>): void {
  const { history } = useRouter();
  useEffect(() => {
    // A page that was opened by itself begins at its top, as every page does.
    if (history.location.state.__TSR_index > 0) heading.current?.focus({ preventScroll: true });
  }, [heading, history]);
}
