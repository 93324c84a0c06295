import { useLocation } from '@tanstack/react-router';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { pageSubject } from './page-subject.js';

/** The id of the Safe that the page is of; null if it is of none, or that is not known yet. */
export function usePageSafe(): string | null {
  const { pathname } = useLocation();
  const subject = pageSubject(pathname);
  const { data } = useRead(reads.transfer(subject?.id ?? ''), { isWanted: subject?.kind === 'transfer' });
  if (subject?.kind === 'safe') return subject.id;
  return subject === null ? null : (data?.safe.id ?? null);
}
