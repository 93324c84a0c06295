import { Link } from '@tanstack/react-router';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { grouped } from '../../parts/amount.js';
import { countOf } from './list-foot.js';
import { type ListSearch, withMember } from './list-search.js';

const TABS: readonly { readonly state: string; readonly word: string; readonly isBad?: boolean }[] = [
  { state: 'live', word: 'Live' },
  { state: 'settled', word: 'Settled' },
  { state: 'refused', word: 'Refused' },
  { state: 'rejected', word: 'Rejected' },
  { state: 'cancelled,expired', word: 'Cancelled, expired' },
  { state: 'mismatched,superseded', word: 'Mismatched, superseded', isBad: true },
  { state: 'all', word: 'All' },
];

/** Counts by state of what else is sought; each is the way to those. */
export function StateTabs({ search }: { readonly search: ListSearch }) {
  const { state: current = 'live', ...others } = search;
  const { data: counts } = useRead(reads.transferCounts(others));
  const known = TABS.some(({ state }) => state === current);
  const tabs = known ? TABS : [...TABS, { state: current, word: current.replaceAll(',', ', ') }];
  return (
    <nav className="tabs" aria-label="By state">
      {tabs.map(({ state, word, isBad = false }) => {
        const count = counts && countOf(counts, state);
        return (
          <Link
            key={state}
            to="/transfers"
            search={withMember(search, 'state', state === 'live' ? undefined : state)}
            activeOptions={{ exact: true, includeSearch: true }}
            className={isBad && (count ?? 0) > 0 ? 'stop' : undefined}
          >
            {word} <span>{count === undefined ? '' : grouped(String(count))}</span>
          </Link>
        );
      })}
    </nav>
  );
}
