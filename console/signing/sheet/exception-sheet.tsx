import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DestinationView } from '../../../src/address-book/destinations.contract.js';
import { parseTransferWords } from '../../../src/domain/transfers/transfer-words.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import type { ExceptionStatementView } from '../../../src/transfer-api/views/transfers.contract.js';
import { answers } from '../../api/answers.js';
import { ask } from '../../api/ask.js';
import { serverNow } from '../../api/server-clock.js';
import { Answered } from '../../parts/answered.js';
import { NamedDigest } from '../../parts/named-digest.js';
import { Said } from '../../parts/text.js';
import { Until } from '../../parts/until.js';
import { When } from '../../parts/when.js';
import { usePerson } from '../../session/session.js';
import { forgetTyped } from '../../session/typed.js';
import type { Checked } from '../checks/check.js';
import { type ExceptionTerms, type MadeException, checkException } from '../checks/exception-checks.js';
import { DoesNotFit } from '../does-not-fit.js';
import { useSigners } from '../use-signers.js';
import { ActOutcome } from './act-outcome.js';
import { ExceptionForm, exceptionForm } from './exception-form.js';
import { askTransfer, checkSubject } from './grounds.js';
import { NotYou } from './not-you.js';
import { PasskeyWarning } from './passkey-warning.js';
import { SaidParts } from './said-parts.js';
import { Sheet } from './sheet.js';
import { SheetSkeleton } from './sheet-skeleton.js';
import { SheetActs } from './sheet-acts.js';
import styles from './sheet.module.css';
import { SignButtons } from './sign-buttons.js';
import { unusualIn } from './unusual.js';
import { UnusualList } from './unusual-list.js';
import { useAct } from './use-act.js';

interface ToExcept {
  readonly transfer: TransferDetail;
  readonly served: ExceptionStatementView;
  readonly entry: DestinationView | null;
  readonly made: Checked<MadeException>;
}

async function toExcept(id: string, terms: ExceptionTerms): Promise<ToExcept> {
  const transfer = await askTransfer(id);
  const query = new URLSearchParams(bodyOf(terms)).toString();
  const served = await ask<ExceptionStatementView>(`/v1/transfers/${id}/exception-statement?${query}`, {
    method: 'GET',
  });
  const subject = await checkSubject(id, transfer);
  if (!subject.fits) return { transfer, served, entry: null, made: subject };
  const { chainId, entry } = subject.made;
  return {
    ...{ transfer, served, entry },
    made: checkException(subject.made.transfer, terms, { served, chainId }),
  };
}

function bodyOf({ rule, ceiling, reason, ticket, expiresAt }: ExceptionTerms) {
  return { rule, ceiling, reason, ticket, expiresAt };
}

interface ExceptionSheetProps {
  readonly transfer: TransferDetail;
  readonly close: (isDone: boolean) => void;
}

/** Excepting a transfer from a rule that holds it, once: first the terms, then what is signed of them. */
export function ExceptionSheet({ transfer, close }: ExceptionSheetProps) {
  const person = usePerson();
  const [terms, setTerms] = useState<ExceptionTerms | null>(null);
  return (
    <Sheet
      title="Except"
      facts={<Until at={transfer.expiresAt} />}
      stage={terms === null ? 'terms' : 'look'}
      heading={
        <>
          <b>
            <Said>{person.name}</Said>
          </b>
          , you are asked to except this transfer from a rule:
        </>
      }
      close={() => {
        close(false);
      }}
    >
      {terms === null ? (
        <>
          <Movement transfer={transfer} />
          <ExceptionForm transfer={transfer} ready={setTerms} />
        </>
      ) : (
        <Look
          {...{ terms, transfer }}
          back={() => {
            setTerms(null);
          }}
          done={async () => {
            forgetTyped(exceptionForm(transfer.id));
            await answers.invalidateQueries({ queryKey: [`/v1/transfers/${transfer.id}`] });
            close(true);
          }}
        />
      )}
    </Sheet>
  );
}

function Movement({ transfer: { words } }: { readonly transfer: TransferDetail }) {
  const said = words === null ? undefined : parseTransferWords(words);
  return said ? <SaidParts said={said} /> : null;
}

interface LookProps {
  readonly transfer: TransferDetail;
  readonly terms: ExceptionTerms;
  readonly back: () => void;
  readonly done: () => Promise<void>;
}

function Look({ transfer, terms, back, done }: LookProps) {
  const asked = useQuery({
    queryKey: ['to except', transfer.id, terms],
    queryFn: () => toExcept(transfer.id, terms),
    ...{ staleTime: 0, gcTime: 0, refetchOnWindowFocus: false },
  });
  return (
    <>
      <Answered of={asked} keeps={false} skeleton={<SheetSkeleton />}>
        {(shown) => <Content {...{ shown, terms, back, done }} />}
      </Answered>
      {asked.error ? (
        <SheetActs>
          <button type="button" className="btn btn-big" onClick={back}>
            Back
          </button>
        </SheetActs>
      ) : null}
    </>
  );
}

interface ContentProps {
  readonly shown: ToExcept;
  readonly terms: ExceptionTerms;
  readonly back: () => void;
  readonly done: () => Promise<void>;
}

function Content({ shown, terms, back, done }: ContentProps) {
  const { transfer, served, entry, made } = shown;
  const person = usePerson();
  const signers = useSigners({ purpose: 'confirmation' });
  const { act, sign } = useAct({
    prepare: () => (made.fits ? { fits: true, made: made.made.signable } : made),
    send: (signature, key) =>
      ask(`/v1/transfers/${transfer.id}/exceptions`, {
        ...{ method: 'POST', key },
        body: { ...bodyOf(terms), signature },
      }),
    done,
  });
  if (!made.fits)
    return (
      <div className={styles.say}>
        <DoesNotFit differences={made.differences} subject={transfer.id} safe={transfer.safe} />
      </div>
    );
  const { signable } = made.made;
  const unusual = entry === null ? [] : unusualIn({ transfer, entry, person: person.id, now: serverNow() });
  return (
    <>
      <ExceptionParts made={made.made} terms={terms} />
      <UnusualList unusual={unusual} />
      <div className="compare">
        <NamedDigest level={2} name="EIP-712 Digest" of="what you sign" value={signable.digest} />
        {signers.signers.some(({ kind }) => kind === 'passkey') ? <PasskeyWarning /> : null}
      </div>
      <NotYou answering={served} what="Your exception" whyNone={signers.whyNone} />
      <ActOutcome act={act} subject={transfer.id} safe={transfer.safe} />
      <SheetActs>
        <button type="button" className="btn btn-big" onClick={back}>
          Back
        </button>
        <span className={styles.yes}>
          <SignButtons
            verb="Except"
            signers={signers.signers}
            {...{ act, sign }}
            shown={signable.digest}
            isOff={!served.mayAnswer}
          />
        </span>
      </SheetActs>
    </>
  );
}

/** The sentence of the exception in its parts, then that of its transfer. */
function ExceptionParts({ made, terms }: { readonly made: MadeException; readonly terms: ExceptionTerms }) {
  const said = parseTransferWords(made.transfer);
  return (
    <>
      <dl className={styles.said}>
        <div>
          <dt>Waive once</dt>
          <dd>{terms.rule}</dd>
        </div>
        <div>
          <dt>up to</dt>
          <dd>{made.upTo}</dd>
        </div>
        <div>
          <dt>it measures</dt>
          <dd className={styles.plain}>{made.measured}</dd>
        </div>
        <div>
          <dt>because</dt>
          <dd className={styles.plain}>
            <Said>{terms.reason}</Said>, <Said>{terms.ticket}</Said>
          </dd>
        </div>
        <div>
          <dt>until</dt>
          <dd className={styles.plain}>
            <When at={terms.expiresAt} isWhole />
          </dd>
        </div>
      </dl>
      {said ? (
        <>
          <h2 className="gap small">The transfer</h2>
          <SaidParts said={said} isSecond />
        </>
      ) : null}
    </>
  );
}
