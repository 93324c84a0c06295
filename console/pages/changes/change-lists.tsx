import type { ChangeView } from '../../../src/changes/changes.contract.js';
import { usePages } from '../../api/all.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Answered } from '../../parts/answered.js';
import { Bones } from '../../parts/bones.js';
import { useZone } from '../../parts/clock.js';
import { MoreButton } from '../../parts/more-button.js';
import { ProblemSay } from '../../parts/problem.js';
import { usePerson } from '../../session/session.js';
import { ChangeTable } from './change-table.js';
import { isOpen } from './change-words.js';
import type { ChangesSearch } from './changes-search.js';
import styles from './changes.module.css';

const MANY = '200';
const BONES = ['bone-28 b-80', 'bone-28 b-65', 'bone-28 b-80', 'bone-28 b-50'];

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
      <Answered of={proposed} skeleton={<Bones awaited="Loading changes" lines={BONES} />}>
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
  return (
    <section aria-labelledby="ended" className={styles.list}>
      <div className="head">
        <h2 id="ended">Ended</h2>
        <p>Active, or never to be. Newest first; times are {zone}.</p>
      </div>
      <Rows
        list={list}
        isShown={(each) => !isOpen(each)}
        empty="None yet: everything is as it was founded."
      />
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
      <Rows list={list} empty={search.waitingFor === 'me' ? nothing : 'No change has this state and kind.'} />
    </section>
  );
}

interface RowsProps {
  readonly list: ReturnType<typeof usePages<ChangeView>>;
  /** Which of them stand here; all if not said. */
  readonly isShown?: (change: ChangeView) => boolean;
  readonly empty: string;
}

function Rows({ list, isShown = () => true, empty }: RowsProps) {
  return (
    <Answered of={list} skeleton={<Bones awaited="Loading changes" lines={BONES} />}>
      {(all) => {
        const rows = all.filter(isShown);
        return (
          <>
            {rows.length === 0 ? <p className="small quiet">{empty}</p> : <ChangeTable rows={rows} />}
            <MoreButton pages={list} />
          </>
        );
      }}
    </Answered>
  );
}
