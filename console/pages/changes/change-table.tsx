import { Link } from '@tanstack/react-router';
import type { ChangeView } from '../../../src/changes/changes.contract.js';
import { placeWords } from '../../../src/domain/confirmations/requirement-words.js';
import { Status } from '../../parts/state.js';
import { Table } from '../../parts/table.js';
import { Said } from '../../parts/text.js';
import { When } from '../../parts/when.js';
import { usePerson } from '../../session/session.js';
import { KIND_WORDS, STATE_MARKS, actOf } from './change-words.js';
import styles from './changes.module.css';
import { Direction } from './direction.js';
import { Signed } from '../../parts/signed.js';

/** Changes as rows; where there is no room for columns, as cards with the same text. */
export function ChangeTable({ rows }: { readonly rows: readonly ChangeView[] }) {
  return (
    <Table columns={['State', 'Change', 'Direction', 'By', 'Waits for', 'Proposed']} className={styles.table}>
      {rows.map((change) => (
        <Row key={change.id} change={change} />
      ))}
    </Table>
  );
}

function Row({ change }: { readonly change: ChangeView }) {
  const { id, state, kind, objectLabel, sentences, direction, proposer, proposerName, answers } = change;
  const [first = '', ...more] = sentences;
  const proposedAt = answers.find(({ decision }) => decision === 'propose')?.at;
  return (
    <tr role="row" className="link">
      <td role="cell">
        <Status {...STATE_MARKS[state]}>{state}</Status>
      </td>
      <td role="cell" className={styles.says}>
        <Link className="whole" to="/changes/$id" params={{ id }}>
          <b>
            {KIND_WORDS[kind]}
            {objectLabel === null ? null : (
              <>
                {' '}
                <Said>{objectLabel}</Said>
              </>
            )}
            , {actOf(change)}
          </b>
        </Link>
        <div className="quiet">
          <Signed sentence={first} isPlain />
          {more.length === 0 ? '' : ` And ${String(more.length)} more.`}
        </div>
      </td>
      <td role="cell">
        <Direction of={direction} />
      </td>
      <td role="cell" data-is="By">
        <Said>{proposerName ?? proposer ?? 'the new key'}</Said>
      </td>
      <td role="cell" data-is="Waits for">
        <WaitsFor change={change} />
      </td>
      <td role="cell" data-is="Proposed" className="nowrap">
        {proposedAt === undefined ? null : <When at={proposedAt} />}
      </td>
    </tr>
  );
}

function WaitsFor({ change: { state, missing, activeFrom } }: { readonly change: ChangeView }) {
  const { id } = usePerson();
  if (state === 'approved' && activeFrom !== null)
    return (
      <>
        its delay, until <When at={activeFrom} />
      </>
    );
  return missing.map(({ needed, have, people, ...place }) => (
    <div key={`${place.group} ${place.keys ?? ''}`} className="nowrap">
      {needed - have} of {placeWords(place)}
      {people.some((each) => each.id === id) ? ': you' : ''}
    </div>
  ));
}
