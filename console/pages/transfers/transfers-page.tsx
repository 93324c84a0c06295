import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { usePages } from '../../api/all.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Answered } from '../../parts/answered.js';
import { Bones } from '../../parts/bones.js';
import { Icon } from '../../parts/icon.js';
import { ProblemSay } from '../../parts/problem.js';
import { Said } from '../../parts/text.js';
import { useTitle } from '../../parts/title.js';
import { usePerson } from '../../session/session.js';
import { FilterChips } from './filter-chips.js';
import { standing } from './fresh-rows.js';
import { ListFoot } from './list-foot.js';
import type { ListSearch } from './list-search.js';
import { NoTransfers } from './no-transfers.js';
import { StateTabs } from './state-tabs.js';
import { TransferRows } from './transfer-table.js';
import styles from './transfers-page.module.css';

/** All transfers, newest first: searched, narrowed down, counted by state. */
export function TransfersPage() {
  useTitle('Transfers');
  const search = useSearch({ from: '/framed/transfers' });
  const mayAsk = usePerson().roles.includes('operator');
  return (
    <div className="page page-wide">
      <div className="title">
        <h1>
          <Said>{search.q === undefined ? 'Transfers' : `Transfers: “${search.q}”`}</Said>
        </h1>
        {mayAsk ? (
          <span className="acts">
            <Link className="btn btn-main" to="/transfers/new">
              <Icon name="act-plus" />
              New transfer
            </Link>
          </span>
        ) : null}
      </div>
      <StateTabs search={search} />
      <FilterChips search={search} />
      <TransferList key={JSON.stringify(search)} search={search} />
    </div>
  );
}

const BONES = ['bone-28 b-80', 'bone-28 b-65', 'bone-28 b-80', 'bone-28 b-50', 'bone-28 b-65'];

function TransferList({ search }: { readonly search: ListSearch }) {
  const { state = 'live', ...others } = search;
  const wanted = state === 'all' ? others : { ...others, state };
  const list = usePages(reads.transfers(wanted));
  const counts = useRead(reads.transferCounts(others));
  const [newest, setNewest] = useState<string | null>(null);
  const navigate = useNavigate();
  if (list.data === undefined)
    return (
      <Answered of={list} skeleton={<Bones awaited="Loading transfers" lines={BONES} />}>
        {() => null}
      </Answered>
    );
  const all = list.data;
  // The first row that is shown stays the first until the reader wants to see what is new.
  const first = newest ?? all[0]?.id ?? null;
  if (newest === null && first !== null) setNewest(first);
  const { rows, fresh } = standing(all, first);
  if (rows.length === 0)
    return <NoTransfers search={search} clear={() => void navigate({ to: '/transfers' })} />;
  return (
    <section aria-label="Transfers">
      {list.error ? <ProblemSay error={list.error} /> : null}
      {fresh === 0 ? null : (
        <button
          type="button"
          className={styles.fresh}
          onClick={() => {
            setNewest(all[0]?.id ?? null);
          }}
        >
          {fresh} new
        </button>
      )}
      <TransferRows rows={rows} />
      <ListFoot shown={rows.length} state={state} counts={counts.data} list={list} />
    </section>
  );
}
