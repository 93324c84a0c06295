import { useId, useState } from 'react';
import { useStanding } from './over.js';
import { isText } from './plain-text.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { answers } from '../../api/answers.js';
import { ask } from '../../api/ask.js';
import { useConnection } from '../../frame/connection.js';
import { ProblemSay } from '../../parts/problem.js';
import { Sentence } from '../../parts/sentence.js';
import { forgetTyped } from '../../session/typed.js';
import { useTyped } from '../../session/use-typed.js';
import { Sheet } from './sheet.js';
import { SheetActs } from './sheet-acts.js';
import styles from './sheet.module.css';

const REASON_MAX = 280;

interface CancelSheetProps {
  readonly transfer: TransferDetail;
  /** Whether owners were asked already: then a nonce is burnt. */
  readonly isRelayed: boolean;
  readonly close: (isDone: boolean) => void;
}

/** Asking for the end of a transfer. It needs a reason, and no signature: it moves nothing. */
export function CancelSheet({ transfer, isRelayed, close }: CancelSheetProps) {
  const form = `cancel ${transfer.id}`;
  const [reason, setReason] = useTyped(form, '');
  const [error, setError] = useState<unknown>(null);
  const [isSent, setSent] = useState(false);
  const { hold } = useStanding();
  const isLive = useConnection() === 'live';
  const id = useId();
  const isOff = !isText(reason, REASON_MAX) || isSent || !isLive;
  const cancel = async (): Promise<void> => {
    setSent(true);
    hold('signing');
    try {
      await ask(`/v1/transfers/${transfer.id}/cancel`, { method: 'POST', body: { reason } });
      forgetTyped(form);
      await answers.invalidateQueries({ queryKey: [`/v1/transfers/${transfer.id}`] });
      close(true);
    } catch (cause) {
      setError(cause);
      setSent(false);
      hold('told');
    }
  };
  return (
    <Sheet
      title="Cancel"
      heading={isRelayed ? 'You are about to ask that its nonce be burnt:' : 'You are about to end it:'}
      close={() => {
        close(false);
      }}
    >
      <p className="sentence">
        {transfer.words === null ? 'A transfer that is hidden from you' : <Sentence words={transfer.words} />}
      </p>
      <p className="why prose">
        {isRelayed
          ? 'What owners have signed does not expire. One other confirmer has to agree, then the owners sign a transaction that moves nothing and uses the nonce. Until that is mined, the transfer can still be executed.'
          : 'Nothing was sent. It ends at once, and what it holds of the limits is free again.'}
      </p>
      <div className={styles.form}>
        <div className="field">
          <label htmlFor={id}>Why?</label>
          <textarea
            className="in"
            id={id}
            rows={3}
            maxLength={REASON_MAX}
            value={reason}
            onChange={({ target }) => {
              setReason(target.value);
            }}
          />
          <span className="hint">Everybody can read it.</span>
        </div>
      </div>
      {error === null ? null : (
        <div className={styles.say}>
          <ProblemSay error={error} />
        </div>
      )}
      <SheetActs>
        <span className={styles.yes}>
          <button
            type="button"
            className="btn btn-stop btn-big"
            aria-disabled={isOff}
            onClick={() => {
              if (!isOff) void cancel();
            }}
          >
            {isRelayed ? 'Ask for its cancel' : 'Cancel the transfer'}
          </button>
        </span>
      </SheetActs>
    </Sheet>
  );
}
