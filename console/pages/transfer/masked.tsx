import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Rekeyed } from '../../../src/domain/confirmations/rekeying.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import type { ClearanceView } from '../../../src/transfer-api/views/transfers.contract.js';
import { answers } from '../../api/answers.js';
import { ask } from '../../api/ask.js';
import { useConnection } from '../../frame/connection.js';
import { Icon } from '../../parts/icon.js';
import { ProblemSay } from '../../parts/problem.js';
import { Say } from '../../parts/say.js';
import { Said } from '../../parts/text.js';
import { usePerson } from '../../session/session.js';
import { kindOf } from './acts-of.js';
import styles from './transfer.module.css';

interface MaskedProps {
  readonly transfer: TransferDetail;
  /** What was entered is kept: what is shown then has to be it. */
  readonly entered: (what: Rekeyed) => void;
}

/** Destination and amount, from the ticket, before either is shown. */
export function Masked({ transfer, entered }: MaskedProps) {
  const { state, id } = transfer;
  const person = usePerson();
  const isAsked = kindOf(transfer, person.id) === 'rekey';
  const { data: clearance, refetch } = useQuery({
    queryKey: ['attempts', id, transfer.revision],
    queryFn: () => ask<ClearanceView>(`/v1/transfers/${id}/clearance`, { method: 'GET' }),
    enabled: state === 'awaiting-confirmation',
  });
  const rekeying = clearance?.rekeying ?? null;
  if (rekeying?.standing === 'failed')
    return (
      <div className={styles.masked}>
        <Say tone="stop" title="What you entered did not match">
          <p>
            You can no longer confirm this revision. Somebody else of your group can, and you can reject it.
          </p>
        </Say>
      </div>
    );
  if (!isAsked)
    return (
      <div className={styles.masked}>
        <Say title="Destination and amount are hidden from you">
          <p>
            Whoever confirms it enters both from the ticket first; nobody else sees them before it is relayed.
          </p>
        </Say>
      </div>
    );
  return (
    <TicketForm
      {...{ transfer, entered }}
      count={() => void refetch()}
      left={rekeying?.standing === 'open' ? rekeying.attemptsLeft : null}
    />
  );
}

interface TicketFormProps extends MaskedProps {
  readonly left: number | null;
  /** Asks how many attempts are left. */
  readonly count: () => void;
}

function TicketForm({ transfer, entered, left, count }: TicketFormProps) {
  const { id, revision, asset, safe, requesterName } = transfer;
  const [destinationEnding, setEnding] = useState('');
  const [amount, setAmount] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [isSent, setSent] = useState(false);
  const isLive = useConnection() === 'live';
  const what = { destinationEnding: destinationEnding.trim(), amount: amount.trim() };
  const isOff = !isLive || isSent || !/^[0-9a-fA-F]{8}$/.test(what.destinationEnding) || what.amount === '';
  const compare = async (): Promise<void> => {
    setSent(true);
    setError(null);
    try {
      await ask(`/v1/transfers/${id}/rekeyings`, {
        ...{ method: 'POST', key: crypto.randomUUID() },
        body: { revision, ...what },
      });
      entered(what);
    } catch (cause) {
      setError(cause);
      // A wrong entry has used up an attempt.
      count();
    }
    setSent(false);
    await answers.invalidateQueries({ queryKey: [`/v1/transfers/${id}`] });
  };
  return (
    <section className={styles.masked} aria-labelledby="ticket">
      <h2 id="ticket" className="row">
        <Icon name="act-hidden" />
        Enter what your ticket says
      </h2>
      <p className="small quiet prose">
        <Said>{requesterName ?? 'Somebody'}</Said> asked for a transfer of <Said>{asset.symbol}</Said> from{' '}
        <Said>{safe.label}</Said>. You see the rest when both match.
        {left === null ? '' : ` ${left === 1 ? 'One attempt is' : `${String(left)}\u00a0attempts are`} left.`}
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isOff) void compare();
        }}
      >
        <TicketFields {...{ destinationEnding, amount, setEnding, setAmount }} symbol={asset.symbol} />
        <p className="acts gap">
          <button type="submit" className="btn btn-main" aria-disabled={isOff}>
            Compare
          </button>
        </p>
      </form>
      {error === null ? null : (
        <div className="gap">
          <ProblemSay error={error} />
        </div>
      )}
    </section>
  );
}

interface TicketFieldsProps {
  readonly destinationEnding: string;
  readonly amount: string;
  readonly setEnding: (text: string) => void;
  readonly setAmount: (text: string) => void;
  readonly symbol: string;
}

function TicketFields({ destinationEnding, amount, setEnding, setAmount, symbol }: TicketFieldsProps) {
  const id = useId();
  return (
    <div className={styles.pair}>
      <div className="field">
        <label htmlFor={`${id}e`}>Last 8 characters of the destination</label>
        <input
          className="in mono"
          id={`${id}e`}
          value={destinationEnding}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => {
            setEnding(target.value);
          }}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}a`}>Amount</label>
        <div className="with-unit">
          <input
            className="in"
            id={`${id}a`}
            value={amount}
            inputMode="decimal"
            autoComplete="off"
            onChange={({ target }) => {
              setAmount(target.value);
            }}
          />
          <span className="unit">
            <Said>{symbol}</Said>
          </span>
        </div>
      </div>
    </div>
  );
}
