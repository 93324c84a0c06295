import { Link } from '@tanstack/react-router';
import type { FindingView } from '../../../src/safe-api/findings/findings.contract.js';
import { FINDING_MONEY } from '../../../src/domain/problems/finding-money.js';
import { Icon } from '../../parts/icon.js';
import { Status } from '../../parts/state.js';
import { Said } from '../../parts/text.js';
import { Told } from '../../parts/told.js';
import { useProblemWords } from '../../parts/use-problem-words.js';
import { When } from '../../parts/when.js';
import { WithCode } from '../../parts/with-code.js';
import { AcknowledgeForm } from './acknowledge-form.js';
import { severityOf } from './finding-severity.js';
import { FindingFacts, FindingPairs } from './finding-details.js';
import styles from './findings.module.css';
import { SeverityMark } from './severity-mark.js';

/** One finding: the sentence, what it means for the money, both values, and who has seen it. */
export function FindingEntry({ finding }: { readonly finding: FindingView }) {
  const { id, code, words, safeId, safeLabel, at } = finding;
  const means = useProblemWords(code);
  return (
    <li id={id} tabIndex={-1} className="entry">
      <div>
        <SeverityMark severity={severityOf(finding)} />
      </div>
      <div className={styles.rest}>
        <h2 className="entry-words">
          <Told>{words}</Told>
        </h2>
        <p className="quiet">
          {safeId === null ? (
            'all Safes'
          ) : (
            <Link to="/safes/$id" params={{ id: safeId }}>
              <Said>{safeLabel ?? 'a Safe'}</Said>
            </Link>
          )}
          , <When at={at} isWhole />,{' '}
          <code>
            <Said>{code}</Said>
          </code>
        </p>
        <About finding={finding} />
        <FindingPairs finding={finding} />
        {means == null ? null : (
          <>
            <p>
              <b>The money. </b>
              <WithCode>{FINDING_MONEY[code] ?? means.money}</WithCode>
            </p>
            <p>
              <b>What to do. </b>
              <WithCode>{means.remedy}</WithCode>
            </p>
          </>
        )}
        <FindingFacts finding={finding} />
        <Acknowledgements finding={finding} />
      </div>
    </li>
  );
}

/** The ways to what it is about: the transfer, and the freeze that it made. */
function About({ finding: { transferId, freeze, detail } }: { readonly finding: FindingView }) {
  return (
    <>
      {detail === null ? (
        <p>
          <Icon name="act-hidden" /> It is about a transfer that you enter from the ticket first; then you see
          the rest.
        </p>
      ) : null}
      {transferId === null && freeze === null ? null : (
        <p className={styles.about}>
          {freeze === null ? null : (
            <Link className={styles.freeze} to="/freezes" hash={freeze.id}>
              {freeze.standing ? (
                <Status tone="frozen" icon="state-frozen">
                  its freeze stands
                </Status>
              ) : (
                <Status tone="neutral" icon="state-settled">
                  its freeze is lifted
                </Status>
              )}
            </Link>
          )}
          {transferId === null ? null : (
            <Link to="/transfers/$id" params={{ id: transferId }}>
              Open the transfer
            </Link>
          )}
        </p>
      )}
    </>
  );
}

function Acknowledgements({ finding }: { readonly finding: FindingView }) {
  const { acknowledgements } = finding;
  return (
    <>
      {acknowledgements.length === 0 ? null : (
        <ul className={styles.seen}>
          {acknowledgements.map(({ person, personName, note, at }) => (
            <li key={person}>
              <Icon name="severity-ok" /> Seen by{' '}
              <b>
                <Said>{personName ?? person}</Said>
              </b>
              , <When at={at} />
              {note === '' ? (
                ''
              ) : (
                <>
                  : “<Said>{note}</Said>”
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <AcknowledgeForm finding={finding} />
    </>
  );
}
