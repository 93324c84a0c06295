import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import type { FindingView } from '../../../src/safe-api/findings/findings.contract.js';
import { useActKey } from '../../api/act-key.js';
import { ask } from '../../api/ask.js';
import { outdate } from '../../api/outdate.js';
import { Typed } from '../../parts/field.js';
import { ProblemSay } from '../../parts/problem.js';
import { usePerson } from '../../session/session.js';
import { forgetTyped } from '../../session/typed.js';
import { useTyped } from '../../session/use-typed.js';
import { textFault } from '../../signing/sheet/plain-text.js';
import styles from './findings.module.css';

const NOTE_MAX = 280;

/** Each person says once that they have seen it, and what is done about it. It ends nothing and hides nothing. */
export function AcknowledgeForm({
  finding,
}: {
  readonly finding: Pick<FindingView, 'id' | 'acknowledgements'>;
}) {
  const { id } = usePerson();
  const [isOpen, setOpen] = useState(false);
  if (finding.acknowledgements.some(({ person }) => person === id)) return null;
  if (isOpen) return <NoteForm finding={finding.id} />;
  return (
    <p className="acts">
      <button
        type="button"
        className="btn btn-small"
        onClick={() => {
          setOpen(true);
        }}
      >
        Acknowledge…
      </button>
    </p>
  );
}

function NoteForm({ finding }: { readonly finding: string }) {
  const kept = `note ${finding}`;
  const [note, setNote] = useTyped(kept, '');
  const [isTried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector('input')?.focus();
  }, []);
  const keyOf = useActKey();
  const acknowledge = useMutation({
    mutationFn: (body: { readonly note: string }) =>
      ask<unknown>(`/v1/findings/${finding}/acknowledgements`, { method: 'POST', body, key: keyOf(body) }),
    onSuccess: async () => {
      forgetTyped(kept);
      await outdate({ kind: 'finding', id: finding });
      // The form is gone: the finding itself is what one goes on from.
      document.getElementById(finding)?.focus();
    },
  });
  const isEmpty = note.trim() === '';
  const fault = isEmpty ? 'Say what is done about it.' : textFault(note, NOTE_MAX);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setTried(true);
    if (fault === null && !acknowledge.isPending) acknowledge.mutate({ note });
  };
  return (
    <form ref={form} className={styles.form} onSubmit={submit}>
      <Typed
        name="What is done about it"
        value={note}
        type={setNote}
        fault={isTried || !isEmpty ? fault : null}
      >
        It goes into the log under your name. It lifts no freeze.
      </Typed>
      {acknowledge.error ? <ProblemSay error={acknowledge.error} /> : null}
      <p className="acts">
        <button type="submit" className="btn" aria-disabled={acknowledge.isPending}>
          I have seen it
        </button>
      </p>
    </form>
  );
}
