import { Link } from '@tanstack/react-router';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { closingQuote } from '../../parts/closing-quote.js';
import { Say } from '../../parts/say.js';
import { Said } from '../../parts/text.js';
import { Told } from '../../parts/told.js';
import { When } from '../../parts/when.js';

const ALARMED: readonly string[] = ['mismatched', 'superseded'];

/** The way out of a dead end, and how a freeze ends. */
export function NextActs({ transfer }: { readonly transfer: TransferDetail }) {
  const { state, waitsFor } = transfer;
  if (waitsFor?.freeze)
    return (
      <FreezeSay
        freeze={waitsFor.freeze}
        label={transfer.safe.label}
        ends={waitsFor.code === 'SAFE_FROZEN' ? waitsFor.sentence : null}
      />
    );
  return ALARMED.includes(state) ? <Alarmed /> : null;
}

interface FreezeSayProps {
  readonly freeze: NonNullable<NonNullable<TransferDetail['waitsFor']>['freeze']>;
  readonly label: string;
  /** How it ends, if the transfer waits for that. */
  readonly ends: string | null;
}

function FreezeSay({ freeze, label, ends }: FreezeSayProps) {
  const { actorName, scope, reason, since, change, standing, code } = freeze;
  return (
    <div className="gap">
      <Say
        tone="frozen"
        title={`${scope === 'all' ? 'Everything' : label} is frozen${standing > 1 ? `, ${String(standing)} times` : ''}`}
        acts={
          <>
            <Link className="btn btn-small" to={'/freezes'}>
              All freezes
            </Link>
            {change === null ? null : (
              <Link className="btn btn-small" to={`/changes/${change}` as '/'}>
                The change that lifts it
              </Link>
            )}
          </>
        }
      >
        <p>
          By {actorName === null ? 'Sluice' : <Said>{actorName}</Said>}, <When at={since} isWhole />
          {reason === null ? (
            '.'
          ) : (
            <>
              : “<Told>{reason}</Told>
              {closingQuote(reason)}
            </>
          )}{' '}
          <Said>{endWords(ends, change !== null)}</Said>
        </p>
        <p className="code-line">
          <code>
            <Said>{code}</Said>
          </code>
        </p>
      </Say>
    </div>
  );
}

/** The end of the sentence of its wait; whatever somebody wrote as the reason stands before it. */
function endWords(ends: string | null, isProposed: boolean): string {
  const said = ends?.replace(/; \d+ more freezes stand$/, '') ?? '';
  const at = said.lastIndexOf('; ');
  if (at < 0)
    return isProposed
      ? 'A change that lifts it waits for its quorum.'
      : 'It ends by a change that a quorum approves; none is proposed yet.';
  const words = said.slice(at + 2);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function Alarmed() {
  return (
    <div className="gap">
      <Say
        tone="stop"
        title="This is an alarm"
        acts={
          <>
            <Link className="btn btn-small" to={'/findings'}>
              The finding, with both values
            </Link>
            <Link className="btn btn-small" to={'/freezes'}>
              What is frozen
            </Link>
          </>
        }
      >
        <p>Take the evidence bundle below before anything else; it needs no trust in this service.</p>
      </Say>
    </div>
  );
}
