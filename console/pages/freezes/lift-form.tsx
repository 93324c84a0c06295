import { type ReactNode, type SubmitEvent, useEffect, useRef, useState } from 'react';
import type { FreezeView } from '../../../src/safes/freezes.contract.js';
import { Typed } from '../../parts/field.js';
import { FreezeInWords } from '../../signing/sheet/freeze-in-words.js';
import { textFault } from '../../signing/sheet/plain-text.js';
import { SheetActs } from '../../signing/sheet/sheet-acts.js';
import sheet from '../../signing/sheet/sheet.module.css';
import styles from './freezes.module.css';
import type { Lifting } from './lift-draft.js';

const REASON_MAX = 280;

interface LiftFormProps {
  readonly standing: readonly FreezeView[];
  readonly labelOf: (scope: string) => string;
  readonly wanted: Lifting;
  readonly setWanted: (wanted: Lifting) => void;
  readonly isPending: boolean;
  readonly failure: ReactNode;
  readonly draft: () => void;
}

/** Which freezes, out of all that stand, and why they can be lifted: that is signed. */
export function LiftForm({ standing, labelOf, wanted, setWanted, isPending, failure, draft }: LiftFormProps) {
  const [isTried, setTried] = useState(false);
  const { freezes, reason } = wanted;
  const form = useRef<HTMLFormElement>(null);
  const [isAgain] = useState(reason !== '');
  useEffect(() => {
    if (isAgain) form.current?.querySelector<HTMLInputElement>('input.in')?.focus();
  }, [isAgain]);
  const isEmpty = reason.trim() === '';
  const fault = isEmpty ? 'Say why: it is signed, and others approve by it.' : textFault(reason, REASON_MAX);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setTried(true);
    if (fault === null && freezes.length > 0 && !isPending) draft();
  };
  return (
    <form ref={form} className={styles.form} onSubmit={submit}>
      <fieldset>
        <legend>Freezes that stand</legend>
        {standing.map((freeze) => (
          <FreezeChoice
            key={freeze.id}
            freeze={freeze}
            label={labelOf(freeze.scope)}
            isChosen={freezes.includes(freeze.id)}
            choose={(isChosen) => {
              const others = freezes.filter((id) => id !== freeze.id);
              setWanted({ reason, freezes: isChosen ? [...others, freeze.id] : others });
            }}
          />
        ))}
        {isTried && freezes.length === 0 ? <p className="hint hint-stop">Choose at least one.</p> : null}
      </fieldset>
      <Typed
        name="Why it can be lifted"
        value={reason}
        type={(text) => {
          setWanted({ freezes, reason: text });
        }}
        fault={isTried || !isEmpty ? fault : null}
      >
        What was found out, and who looked at it.
      </Typed>
      {failure}
      <SheetActs>
        <span className="small quiet">Next you see what you sign.</span>
        <span className={sheet.yes}>
          <button type="submit" className="btn btn-big btn-main" aria-disabled={isPending}>
            {isPending ? 'Drafting…' : 'Go on'}
          </button>
        </span>
      </SheetActs>
    </form>
  );
}

interface FreezeChoiceProps {
  readonly freeze: FreezeView;
  readonly label: string;
  readonly isChosen: boolean;
  readonly choose: (isChosen: boolean) => void;
}

function FreezeChoice({ freeze, label, isChosen, choose }: FreezeChoiceProps) {
  return (
    <label className={styles.choice}>
      <input
        type="checkbox"
        checked={isChosen}
        onChange={({ target }) => {
          choose(target.checked);
        }}
      />
      <span>
        <FreezeInWords freeze={freeze} label={label} />
      </span>
    </label>
  );
}
