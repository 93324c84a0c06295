import { useRouter } from '@tanstack/react-router';
import { shown } from '../../src/domain/values/shown.js';
import type { InboxKind } from '../../src/domain/duties/inbox.js';
import type { TransferDetail } from '../../src/transfer-api/detail/transfer-detail.contract.js';
import { kindOf } from '../pages/transfer/acts-of.js';
import { FailureSay } from '../parts/failure-say.js';
import { usePerson } from '../session/session.js';
import styles from './stories.module.css';
import { useSwitch } from './use-switch.js';

const WORDS: Readonly<Record<Exclude<InboxKind, 'answer'>, string>> = {
  confirm: 'Confirm',
  rekey: 'Enter it',
  except: 'Except',
  sign: 'Sign',
  'answer-cancel': 'Answer its cancel',
  'sign-cancel': 'Sign its cancel',
};

/** Everybody who can do the next step; nobody if the reader can. Each click opens the wallet at their sign-in. */
export function GoOnAs({ transfer }: { readonly transfer: TransferDetail }) {
  const { id: reader } = usePerson();
  const router = useRouter();
  const change = useSwitch();
  const { id, waitsFor } = transfer;
  const people = (waitsFor?.people ?? []).flatMap((person) => {
    const kind = kindOf(transfer, person.id);
    return kind === undefined || kind === 'answer' ? [] : [{ ...person, kind }];
  });
  if (people.length === 0 || kindOf(transfer, reader) !== undefined) return null;
  const placeOf = (kind: InboxKind): string => {
    const params = { id };
    if (kind === 'sign' || kind === 'sign-cancel')
      return router.buildLocation({ to: '/transfers/$id/sign', params }).href;
    const search = kind === 'rekey' || kind === 'answer' ? {} : { act: kind };
    return router.buildLocation({ to: '/transfers/$id', params, search }).href;
  };
  return (
    <section className={styles.goOn} aria-label="In the sandbox">
      <p>In this sandbox you are everybody. The next step:</p>
      <div className={styles.people}>
        {people.map(({ id: person, name, kind }) => (
          <button
            key={person}
            type="button"
            className="btn btn-small"
            disabled={change.isPending}
            onClick={() => {
              change.mutate({ name, to: placeOf(kind) });
            }}
          >
            {WORDS[kind]} as {shown(name)}
          </button>
        ))}
      </div>
      {change.error ? <FailureSay error={change.error} /> : null}
    </section>
  );
}
