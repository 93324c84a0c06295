import { Link, useRouter } from '@tanstack/react-router';
import type { InboxKind } from '../../src/domain/duties/inbox.js';
import type { TransferDetail } from '../../src/transfer-api/detail/transfer-detail.contract.js';
import { kindOf } from '../pages/transfer/acts-of.js';
import { usePerson } from '../session/session.js';
import { GoOnAs, type NextStep } from './go-on-as.js';
import styles from './stories.module.css';

const VERBS: Readonly<Record<Exclude<InboxKind, 'answer'>, string>> = {
  confirm: 'Confirm',
  rekey: 'Enter it',
  except: 'Except',
  sign: 'Sign',
  'answer-cancel': 'Answer its cancel',
  'sign-cancel': 'Sign its cancel',
};

/** Whoever can do the next step of a transfer; nobody if the reader can. */
export function TransferNext({ transfer }: { readonly transfer: TransferDetail }) {
  const { id: reader } = usePerson();
  const router = useRouter();
  if (transfer.state === 'settled') return <Settled />;
  if (kindOf(transfer, reader) !== undefined) return null;
  const params = { id: transfer.id };
  const placeOf = (kind: Exclude<InboxKind, 'answer'>): string => {
    if (kind === 'sign' || kind === 'sign-cancel')
      return router.buildLocation({ to: '/transfers/$id/sign', params }).href;
    const search = kind === 'rekey' ? {} : { act: kind };
    return router.buildLocation({ to: '/transfers/$id', params, search }).href;
  };
  const steps = (transfer.waitsFor?.people ?? []).flatMap(({ id, name }): readonly NextStep[] => {
    const kind = kindOf(transfer, id);
    if (kind === undefined || kind === 'answer') return [];
    return [{ id, name, verb: VERBS[kind], to: placeOf(kind) }];
  });
  return <GoOnAs steps={steps} />;
}

function Settled() {
  return (
    <section className={styles.goOn} aria-label="In the sandbox">
      <p>That was a whole transfer, from the request to the chain.</p>
      <Link className="btn btn-small" to="/">
        More stories to try
      </Link>
    </section>
  );
}
