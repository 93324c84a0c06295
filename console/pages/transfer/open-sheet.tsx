import { type ReactNode, Suspense, lazy, useState } from 'react';
import { BEFORE_RELAY } from '../../../src/domain/transfers/transfer.js';
import type { PersonPrincipal } from '../../../src/identity/identity.contract.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { Say } from '../../parts/say.js';
import { Said } from '../../parts/text.js';
import { usePerson } from '../../session/session.js';
import { StaysOpen } from '../../signing/sheet/over.js';
import { actsOf, kindOf } from './acts-of.js';
import { NextActs } from './next-acts.js';
import type { OpenAct } from './transfer-search.js';
import { whyOf } from './why-of.js';

// Each is loaded when it is opened: whoever only reads needs none of them.
const ConfirmSheet = lazy(async () => ({
  default: (await import('../../signing/sheet/confirm-sheet.js')).ConfirmSheet,
}));
const ExceptionSheet = lazy(async () => ({
  default: (await import('../../signing/sheet/exception-sheet.js')).ExceptionSheet,
}));
const CancelSheet = lazy(async () => ({
  default: (await import('../../signing/sheet/cancel-sheet.js')).CancelSheet,
}));
const CancelAnswerSheet = lazy(async () => ({
  default: (await import('../../signing/sheet/cancel-answer-sheet.js')).CancelAnswerSheet,
}));

interface OpenSheetProps {
  readonly transfer: TransferDetail;
  readonly act: OpenAct | undefined;
  readonly close: (isDone: boolean) => void;
}

/** What the address asks for, if it is offered to this reader; once it was, it stays open until it is closed. */
export function OpenSheet({ act, ...rest }: OpenSheetProps) {
  return act === undefined ? null : <Opened key={act} act={act} {...rest} />;
}

function Opened({ transfer, act, close }: OpenSheetProps & { readonly act: OpenAct }) {
  const person = usePerson();
  const isNow = isOffered(act, transfer, person);
  const [wasOffered, setOffered] = useState(isNow);
  if (isNow && !wasOffered) setOffered(true);
  if (!isNow && !wasOffered) return null;
  return (
    <StaysOpen over={isNow ? null : <NotAsked transfer={transfer} />}>
      <Suspense fallback={null}>{sheetOf(act, transfer, close)}</Suspense>
    </StaysOpen>
  );
}

/** What has happened to it since the sheet was opened. */
function NotAsked({ transfer }: { readonly transfer: TransferDetail }) {
  const { id } = usePerson();
  if (transfer.waitsFor?.code === 'SAFE_FROZEN') return <NextActs transfer={transfer} />;
  if (kindOf(transfer, id) === 'rekey')
    return (
      <Say tone="wait" title="It was examined anew">
        <p>Enter destination and amount from the ticket again, then it can be confirmed.</p>
      </Say>
    );
  const { lead, rest } = whyOf(transfer, id);
  return (
    <Say tone="wait" title="Nothing of this is asked of you now">
      <p>
        <Said>{`${lead} ${rest}`.trim()}</Said>
      </p>
    </Say>
  );
}

function isOffered(act: OpenAct, transfer: TransferDetail, person: PersonPrincipal): boolean {
  return actsOf(transfer, person).some((each) => each.act === act);
}

function sheetOf(act: OpenAct, transfer: TransferDetail, close: OpenSheetProps['close']): ReactNode {
  switch (act) {
    case 'confirm':
    case 'reject':
      return <ConfirmSheet id={transfer.id} revision={transfer.revision} mode={act} close={close} />;
    case 'except':
      return <ExceptionSheet transfer={transfer} close={close} />;
    case 'cancel': {
      const isRelayed = !BEFORE_RELAY.some((state) => state === transfer.state);
      return <CancelSheet {...{ transfer, close, isRelayed }} />;
    }
    case 'answer-cancel':
      return <CancelAnswerSheet id={transfer.id} close={close} />;
  }
}
