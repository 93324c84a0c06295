import { type ReactNode, Suspense, lazy } from 'react';
import { BEFORE_RELAY } from '../../../src/domain/transfers/transfer.js';
import type { PersonPrincipal } from '../../../src/identity/identity.contract.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { usePerson } from '../../session/session.js';
import { actsOf } from './acts-of.js';
import type { OpenAct } from './transfer-search.js';

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

/** What the address asks for, if it is offered to this reader now. */
export function OpenSheet({ transfer, act, close }: OpenSheetProps) {
  const person = usePerson();
  if (act === undefined || !isOffered(act, transfer, person)) return null;
  return <Suspense fallback={null}>{sheetOf(act, transfer, close)}</Suspense>;
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
