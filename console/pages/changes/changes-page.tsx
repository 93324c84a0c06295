import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { CHANGE_KINDS } from '../../../src/domain/changes/change.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { FilterChip } from '../../parts/filter-chip.js';
import { useTitle } from '../../parts/title.js';
import { KIND_WORDS } from './change-words.js';
import { ChangeList, EndedChanges, OpenChanges } from './change-lists.js';
import { type ChangesSearch, readChangesSearch } from './changes-search.js';

const TABS: readonly { readonly word: string; readonly search: ChangesSearch }[] = [
  { word: 'All', search: {} },
  { word: 'Waiting for you', search: { waitingFor: 'me' } },
  { word: 'Proposed', search: { state: 'proposed' } },
  { word: 'Approved', search: { state: 'approved' } },
  { word: 'Active', search: { state: 'active' } },
  { word: 'Rejected', search: { state: 'rejected' } },
  { word: 'Withdrawn', search: { state: 'withdrawn' } },
  { word: 'Expired', search: { state: 'expired' } },
  { word: 'Superseded', search: { state: 'superseded' } },
];

/** All changes of what is governed: those that people can still answer first. */
export function ChangesPage() {
  useTitle('Changes');
  const search = useSearch({ from: '/framed/changes' });
  const { kind, ...others }: ChangesSearch = search;
  const isAll = others.state === undefined && others.waitingFor === undefined;
  return (
    <div className="page page-wide">
      <div className="title">
        <h1>Changes</h1>
        <p>
          Whatever Sluice goes by is changed by a quorum: address book, policy, people, keys, Safes. What
          loosens a rule waits besides; what tightens one is active at once.
        </p>
      </div>
      <Tabs search={search} />
      <KindChoice search={search} />
      {isAll ? (
        <div key={kind}>
          <OpenChanges kind={kind} />
          <EndedChanges kind={kind} />
        </div>
      ) : (
        <ChangeList key={JSON.stringify(search)} search={search} />
      )}
    </div>
  );
}

function Tabs({ search }: { readonly search: ChangesSearch }) {
  const { data: counts } = useRead(reads.inboxCounts);
  const kind = search.kind === undefined ? {} : { kind: search.kind };
  return (
    <nav className="tabs" aria-label="By state">
      {TABS.map(({ word, search: tab }) => (
        <Link
          key={word}
          to="/changes"
          search={{ ...tab, ...kind }}
          activeOptions={{ exact: true, includeSearch: true }}
        >
          {word} {tab.waitingFor === 'me' && counts !== undefined ? <span>{counts.kinds.answer}</span> : null}
        </Link>
      ))}
    </nav>
  );
}

function KindChoice({ search }: { readonly search: ChangesSearch }) {
  const navigate = useNavigate();
  return (
    <div className="filters" role="group" aria-label="Filters">
      <FilterChip
        name="Kind"
        chosen={search.kind}
        choose={(kind) => void navigate({ to: '/changes', search: readChangesSearch({ ...search, kind }) })}
        options={CHANGE_KINDS.map((kind) => [kind, KIND_WORDS[kind]])}
      />
    </div>
  );
}
