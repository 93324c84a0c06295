import type { ChangeDetail } from '../../../src/changes/changes.contract.js';
import { placeWords } from '../../../src/domain/confirmations/requirement-words.js';
import { useZone } from '../../parts/clock.js';
import type { IconName } from '../../parts/icon.js';
import { Status, type Tone } from '../../parts/state.js';
import { Table } from '../../parts/table.js';
import { Said } from '../../parts/text.js';
import { When } from '../../parts/when.js';
import { usePerson } from '../../session/session.js';
import styles from './changes.module.css';

type Answer = ChangeDetail['answers'][number];

const SAID: Readonly<
  Record<Answer['decision'], { readonly word: string; readonly tone: Tone; readonly icon: IconName }>
> = {
  propose: { word: 'proposed', tone: 'neutral', icon: 'state-requested' },
  approve: { word: 'approved', tone: 'ok', icon: 'severity-ok' },
  reject: { word: 'rejected', tone: 'stop', icon: 'state-rejected' },
  withdraw: { word: 'withdrawn', tone: 'neutral', icon: 'state-cancelled' },
};

/** Who has answered, with the reasons that were signed; and who is asked. */
export function AnswersSection({ change }: { readonly change: ChangeDetail }) {
  const { answers, missing, require } = change;
  const { id } = usePerson();
  const { word: zone } = useZone();
  const approved = answers.filter(({ decision }) => decision === 'approve').length;
  const needed = require.reduce((sum, { count }) => sum + count, 0);
  return (
    <section aria-labelledby="answers">
      <div className="head">
        <h2 id="answers">Answers</h2>
        <p>
          {approved} of {needed} approvals. Times are {zone}.
        </p>
      </div>
      <Table columns={['Who', 'Answer', 'Reason, as signed', 'When']} className={styles.answers}>
        {answers.map(({ person, personName, decision, reason, at }) => {
          const { word, ...look } = SAID[decision];
          return (
            <tr role="row" key={`${person} ${decision}`}>
              <th role="rowheader" scope="row">
                <Name id={person} name={personName ?? person} />
              </th>
              <td role="cell" data-is="Answer">
                <Status {...look}>{word}</Status>
              </td>
              <td role="cell" data-is="Reason">
                {reason === '' ? null : <Said>{reason}</Said>}
              </td>
              <td role="cell" data-is="When" className="nowrap">
                <When at={at} />
              </td>
            </tr>
          );
        })}
        {missing.map(({ needed: all, have, people, ...place }) => (
          <tr role="row" key={`${place.group} ${place.keys ?? ''}`}>
            <th role="rowheader" scope="row">
              {all - have} of {placeWords(place)}
            </th>
            <td role="cell" data-is="Answer">
              <Status tone="wait" icon="state-todo">
                asked
              </Status>
            </td>
            <td role="cell" data-is="Reason" className="quiet">
              {people.length === 0 ? (
                'Nobody could answer now.'
              ) : (
                <>
                  Can answer:{' '}
                  <Said>{people.map((each) => (each.id === id ? 'you' : each.name)).join(', ')}</Said>
                </>
              )}
            </td>
            <td role="cell" />
          </tr>
        ))}
      </Table>
    </section>
  );
}

function Name({ id, name }: { readonly id: string; readonly name: string }) {
  const person = usePerson();
  return (
    <>
      <Said>{name}</Said>
      {person.id === id ? ', you' : ''}
    </>
  );
}
