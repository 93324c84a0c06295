import type { ChangeView } from '../../../src/changes/changes.contract.js';
import { usePages } from '../../api/all.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Answered } from '../../parts/answered.js';
import { useZone } from '../../parts/clock.js';
import { ProblemSay } from '../../parts/problem.js';
import { usePerson } from '../../session/session.js';
import { ChangeTable, TableSkeleton } from './change-table.js';
import { isOpen } from './change-words.js';
import type { ChangesSearch } from './changes-search.js';
import styles from './changes.module.css';

const MANY = '200';

interface OfKind {
  readonly kind: string | undefined;
}

/** Everything that people can still answer, whatever it waits for. */
export function OpenChanges({ kind }: OfKind) {
  const proposed = useRead(reads.changes({ state: 'proposed', kind, limit: MANY }));
  const approved = useRead(reads.changes({ state: 'approved', kind, limit: MANY }));
  return (
    <section aria-labelledby="open" className={styles.list}>
      <div className="head">
        <h2 id="open">Open</h2>
        <p>They can still be answered.</p>
      </div>
      <Answered of={proposed} skeleton={<TableSkeleton />}>
        {({ data }) => {
          const rows = [...data, ...(approved.data?.data ?? [])];
          return rows.length === 0 ? (
            <p className="small quiet">None. Nothing of what Sluice goes by is about to change.</p>
          ) : (
            <ChangeTable rows={rows} />
          );
        }}
      </Answered>
      {approved.error ? <ProblemSay error={approved.error} /> : null}
    </section>
  );
}

/** What has been decided, newest first. */
export function EndedChanges({ kind }: OfKind) {
  const { word: zone } = useZone();
  const list = usePages(reads.changes({ kind }));
  const rows = list.data?.filter((each) => !isOpen(each));
  return (
    <section aria-labelledby="ended" className={styles.list}>
      <div className="head">
        <h2 id="ended">Ended</h2>
        <p>Active, or never to be. Newest first; times are {zone}.</p>
      </div>
      <Rows rows={rows} list={list} empty="None yet: everything is as it was founded." />
    </section>
  );
}

/** Those of one state, or those that wait for the reader. */
export function ChangeList({ search }: { readonly search: ChangesSearch }) {
  const list = usePages(reads.changes(search));
  const { roles } = usePerson();
  const nothing =
    roles.length === 1 && roles[0] === 'auditor'
      ? 'Auditors read changes, and answer none.'
      : 'Nothing waits for your answer. Changes that others can answer are under Open.';
  return (
    <section aria-label="Changes" className={styles.list}>
      <Rows
        rows={list.data}
        list={list}
        empty={search.waitingFor === 'me' ? nothing : 'No change has this state and kind.'}
      />
    </section>
  );
}

interface RowsProps {
  readonly rows: readonly ChangeView[] | undefined;
  readonly list: ReturnType<typeof usePages<ChangeView>>;
  readonly empty: string;
}

function Rows({ rows, list, empty }: RowsProps) {
  if (rows === undefined) return list.error ? <ProblemSay error={list.error} /> : <TableSkeleton />;
  return (
    <>
      {list.error ? <ProblemSay error={list.error} /> : null}
      {rows.length === 0 ? <p className="small quiet">{empty}</p> : <ChangeTable rows={rows} />}
      {list.hasNextPage ? (
        <p className="acts gap">
          <button
            type="button"
            className="btn"
            aria-disabled={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {list.isFetchingNextPage ? 'Loading…' : 'Show older'}
          </button>
        </p>
      ) : null}
    </>
  );
}
