import { Link } from '@tanstack/react-router';
import type { ChangeView } from '../../../src/changes/changes.contract.js';
import type { FreezeView } from '../../../src/safes/freezes.contract.js';
import { Status } from '../../parts/state.js';
import { Said } from '../../parts/text.js';
import { Told } from '../../parts/told.js';
import { When } from '../../parts/when.js';
import styles from './freezes.module.css';
import type { LiftingPlace } from './who-lifts.js';

interface FreezeEntryProps {
  readonly freeze: FreezeView;
  /** What it stops. */
  readonly label: string;
  /** The change that is under way to lift it. */
  readonly pending: ChangeView | null;
  /** Who lifts; null while that is not known. */
  readonly places: readonly LiftingPlace[] | null;
  /** Null for whoever may not propose it. */
  readonly propose: (() => void) | null;
}

/** One freeze: what it stops, who set it and why, and how it ends or ended. */
export function FreezeEntry(props: FreezeEntryProps) {
  const { freeze, label } = props;
  const { id, scope, code, reason, actor, actorName, at, finding, standing } = freeze;
  return (
    <li id={id} tabIndex={-1} className="entry">
      <div>
        {standing ? (
          <Status tone="frozen" icon="state-frozen">
            frozen
          </Status>
        ) : (
          <Status tone="neutral" icon="state-settled">
            lifted
          </Status>
        )}
      </div>
      <div>
        <h2 className={`entry-words ${styles.what ?? ''}`}>
          {scope === 'all' ? (
            label
          ) : (
            <Link to="/safes/$id" params={{ id: scope }}>
              <Said>{label}</Said>
            </Link>
          )}
          : “<Told>{reason}</Told>”
        </h2>
        <p className="quiet">
          by {actorName === null ? byWhat(actor) : <Said>{actorName}</Said>}, <When at={at} isWhole />
          {finding === null ? null : (
            <>
              ,{' '}
              <Link to="/findings" hash={finding}>
                by the finding{' '}
                <code>
                  <Said>{code}</Said>
                </code>
              </Link>
            </>
          )}
        </p>
        {standing ? <HowItEnds {...props} /> : <HowItEnded freeze={freeze} />}
      </div>
    </li>
  );
}

function byWhat(actor: string): string {
  return actor === 'system' ? 'Sluice itself' : 'a service';
}

function HowItEnds({ pending, places, propose }: FreezeEntryProps) {
  if (pending !== null)
    return (
      <>
        <p>
          Its lifting is proposed
          {pending.proposerName === null ? '' : ' by '}
          {pending.proposerName === null ? null : <Said>{pending.proposerName}</Said>}.{' '}
          <Said>
            {pending.missing.length === 0
              ? 'Everybody who has to has approved it.'
              : `Still to approve: ${pending.missing.map(openWords).join('; ')}.`}
          </Said>
        </p>
        <p className="acts">
          <Link className="btn" to="/changes/$id" params={{ id: pending.id }}>
            Open the change
          </Link>
        </p>
      </>
    );
  return (
    <>
      <p>
        <Said>
          {places === null
            ? 'It ends by a change that a quorum approves.'
            : `It ends by a change that is approved by ${places.map(placeSentence).join(' and ')}, besides whoever proposes it.`}
        </Said>
      </p>
      <p className="acts">
        {propose === null ? (
          <span className="quiet">
            Operators, approvers, compliance, admins and signers may propose that.
          </span>
        ) : (
          <button type="button" className="btn btn-frozen" onClick={propose}>
            Propose to lift…
          </button>
        )}
      </p>
    </>
  );
}

function openWords({ group, needed, have, people }: ChangeView['missing'][number]): string {
  return `${String(needed - have)} of ${group} (${namesOf(people.map(({ name }) => name))})`;
}

function placeSentence({ words, names }: LiftingPlace): string {
  return `${words} (${namesOf(names)})`;
}

function namesOf(names: readonly string[]): string {
  return names.length === 0 ? 'nobody can' : names.join(', ');
}

function HowItEnded({ freeze: { liftedAt, liftedBy } }: { readonly freeze: FreezeView }) {
  if (liftedAt === null || liftedBy === null) return null;
  const { change, proposerName, approvers } = liftedBy;
  const by = approvers.map(({ personName, person }) => personName ?? person).join(', ');
  return (
    <p className="quiet">
      Lifted <When at={liftedAt} isWhole /> by{' '}
      <Link to="/changes/$id" params={{ id: change }}>
        a change
      </Link>{' '}
      that <Said>{proposerName ?? 'somebody'}</Said> proposed and <Said>{by}</Said> approved.
    </p>
  );
}
