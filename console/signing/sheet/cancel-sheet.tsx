import { useState } from 'react';
import { parseTransferWords } from '../../../src/domain/transfers/transfer-words.js';
import { useStanding } from './over.js';
import { isText } from './plain-text.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { answers } from '../../api/answers.js';
import { ask } from '../../api/ask.js';
import { useConnection } from '../../frame/connection.js';
import { ProblemSay } from '../../parts/problem.js';
import { Said } from '../../parts/text.js';
import { Until } from '../../parts/until.js';
import { usePerson } from '../../session/session.js';
import { forgetTyped } from '../../session/typed.js';
import { useTyped } from '../../session/use-typed.js';
import { REASON_MAX, ReasonField } from './reason-field.js';
import { SaidParts } from './said-parts.js';
import { Sheet } from './sheet.js';
import { SheetActs } from './sheet-acts.js';
import styles from './sheet.module.css';

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
  const { name } = usePerson();
  const said = transfer.words === null ? undefined : parseTransferWords(transfer.words);
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
      facts={<Until at={transfer.expiresAt} />}
      heading={
        <>
          <b>
            <Said>{name}</Said>
          </b>
          , you are about to {isRelayed ? 'ask that the nonce of this be burnt' : 'end this'}:
        </>
      }
      close={() => {
        close(false);
      }}
    >
      {said === undefined ? (
        <p className="sentence">A transfer that is hidden from you</p>
      ) : (
        <SaidParts said={said} />
      )}
      <p className="gap prose">
        {isRelayed
          ? 'What owners have signed does not expire. One other confirmer has to agree, then the owners sign a transaction that moves nothing and uses the nonce. Until that is mined, the transfer can still be executed.'
          : 'Nothing was sent. It ends at once, and what it holds of the limits is free again.'}
      </p>
      <ReasonField
        question="Why do you cancel it?"
        reason={reason}
        type={setReason}
        hint="Everybody can read it."
      />
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
