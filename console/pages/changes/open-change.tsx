import { Suspense, lazy, useState } from 'react';
import type { ChangeDetail } from '../../../src/changes/changes.contract.js';
import { Say } from '../../parts/say.js';
import { Said } from '../../parts/text.js';
import { usePerson } from '../../session/session.js';
import { StaysOpen } from '../../signing/sheet/over.js';
import type { ChangeAct } from './answer-search.js';
import { isOpen } from './change-words.js';
import { progressOf } from './progress-of.js';

// Loaded when somebody is about to answer: whoever only reads does not need it.
const ChangeSheet = lazy(async () => ({
  default: (await import('../../signing/sheet/change-sheet.js')).ChangeSheet,
}));

interface OpenChangeProps {
  readonly change: ChangeDetail;
  readonly act: ChangeAct | undefined;
  readonly close: (isDone: boolean) => void;
}

/** What the address asks for, if it can be answered; once it could, it stays open until it is closed. */
export function OpenChange({ act, ...rest }: OpenChangeProps) {
  return act === undefined ? null : <Opened key={act} act={act} {...rest} />;
}

function Opened({ change, act, close }: OpenChangeProps & { readonly act: ChangeAct }) {
  const isNow = isOpen(change);
  const [wasOpen] = useState(isNow);
  if (!wasOpen) return null;
  return (
    <StaysOpen over={isNow ? null : <Ended change={change} />}>
      <Suspense fallback={null}>
        <ChangeSheet id={change.id} act={act} close={close} />
      </Suspense>
    </StaysOpen>
  );
}

/** What has become of it since the sheet was opened. */
function Ended({ change }: { readonly change: ChangeDetail }) {
  const { id } = usePerson();
  return (
    <Say tone="wait" title="Nothing of this is asked of you now">
      <p>
        <Said>{progressOf(change, id).join(' ')}</Said>
      </p>
    </Say>
  );
}
