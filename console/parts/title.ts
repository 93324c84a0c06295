import { useEffect } from 'react';
import { shownOnPage } from '../../src/domain/values/shown.js';

/** What the tab is called. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${shownOnPage(title)} · Sluice`;
  }, [title]);
}
