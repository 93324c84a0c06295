import { Link } from '@tanstack/react-router';
import type { PersonPrincipal } from '../../../src/identity/identity.contract.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { useConnection } from '../../frame/connection.js';
import { actsOf } from './acts-of.js';
import type { OpenAct } from './transfer-search.js';

interface HeadActsProps {
  readonly transfer: TransferDetail;
  readonly person: PersonPrincipal;
  readonly open: (act: OpenAct) => void;
}

/** What the reader can do about it now; at most one of them is filled. */
export function HeadActs({ transfer, person, open }: HeadActsProps) {
  const isLive = useConnection() === 'live';
  const acts = actsOf(transfer, person);
  if (acts.length === 0) return <Again transfer={transfer} person={person} />;
  return (
    <span className="acts">
      {acts.map(({ act, word, tone }) => {
        const look = tone === undefined ? 'btn' : `btn btn-${tone}`;
        return act === 'sign' ? (
          <Link key={act} className={look} to={`/transfers/${transfer.id}/sign` as '/'}>
            {word}
          </Link>
        ) : (
          <button
            key={act}
            type="button"
            className={look}
            aria-disabled={!isLive}
            onClick={() => {
              if (isLive) open(act);
            }}
          >
            {word}
          </button>
        );
      })}
    </span>
  );
}

const ENDED: readonly string[] = ['refused', 'rejected', 'expired', 'cancelled'];

/** The way out of a dead end: nothing of it can be used again, because its intent is signed for once. */
function Again({ transfer, person }: Pick<HeadActsProps, 'transfer' | 'person'>) {
  const { safe, asset, destination, amount, reference, state } = transfer;
  if (!ENDED.includes(state) || !person.roles.includes('operator') || destination === null) return null;
  const values = {
    ...{ safe: safe.id, asset: asset.id, destination: destination.id },
    ...{ amount: amount ?? '', reference: reference ?? '' },
  };
  return (
    <span className="acts">
      <Link className="btn btn-main" to="/transfers/new" search={values}>
        New transfer with these values
      </Link>
    </span>
  );
}
