import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { Rekeyed } from '../../../src/domain/confirmations/rekeying.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Answered } from '../../parts/answered.js';
import { Bones } from '../../parts/bones.js';
import { Say } from '../../parts/say.js';
import { useTitle } from '../../parts/title.js';
import { usePerson } from '../../session/session.js';
import { DoesNotFit } from '../../signing/does-not-fit.js';
import { DecisionSection } from './decision-section.js';
import { DigestsSection } from './digests-section.js';
import { EffectsSection } from './effects-section.js';
import { EvidenceSection } from './evidence-section.js';
import { ExposureSection } from './exposure-section.js';
import { Masked } from './masked.js';
import { NextActs } from './next-acts.js';
import { OpenSheet } from './open-sheet.js';
import { PeopleSection } from './people-section.js';
import { TransferHead } from './transfer-head.js';
import type { OpenAct } from './transfer-search.js';
import { useFitting } from './use-fitting.js';
import { WaysOut } from './ways-out.js';
import { WaySection } from './way-section.js';

/** One transfer: state, sentence, what it waits for; its way, effects, decision, people, digests and evidence. */
export function TransferPage() {
  const { id } = useParams({ from: '/framed/transfers/$id' });
  const transfer = useRead(reads.transfer(id));
  useTitle(titleOf(transfer.data));
  return (
    <article className="page">
      <Answered
        of={transfer}
        thing="transfer"
        skeleton={
          <Bones
            awaited="Loading the transfer"
            lines={['b-35', 'bone-28 b-80', 'b-50', 'b-65', 'b-65', 'b-65']}
          />
        }
      >
        {(shown) => <Shown key={id} id={id} transfer={shown} />}
      </Answered>
    </article>
  );
}

function titleOf(transfer: TransferDetail | undefined): string {
  if (transfer?.amount == null) return 'Transfer';
  return `Send ${transfer.amount} ${transfer.asset.symbol} to ${transfer.destination?.label ?? '…'}`;
}

function Shown({ id, transfer }: { readonly id: string; readonly transfer: TransferDetail }) {
  const navigate = useNavigate({ from: '/transfers/$id' });
  const { act } = useSearch({ from: '/framed/transfers/$id' });
  const [answered, setAnswered] = useState(false);
  const [entered, setEntered] = useState<Rekeyed | null>(null);
  const person = usePerson();
  const fitting = useFitting(id, transfer, entered);
  const heading = useRef<HTMLHeadingElement>(null);
  const open = (next: OpenAct | undefined): void => {
    void navigate({ search: next === undefined ? {} : { act: next }, replace: true });
  };
  const isRefused = transfer.state === 'refused' && !transfer.masked;
  if (fitting.kind === 'differs')
    return (
      <>
        <h1 className="vh">Transfer</h1>
        <DoesNotFit differences={fitting.differences} subject={id} safe={transfer.safe} />
      </>
    );
  return (
    <>
      <TransferHead {...{ transfer, heading, person }} open={open} />
      {answered ? (
        <div className="gap">
          <Say tone="ok" title="Your answer was taken" />
        </div>
      ) : null}
      <NextActs transfer={transfer} />
      {transfer.masked ? <Masked transfer={transfer} entered={setEntered} /> : null}
      {isRefused ? (
        <>
          <DecisionSection transfer={transfer} />
          <WaysOut transfer={transfer} />
        </>
      ) : null}
      <WaySection transfer={transfer} />
      <ExposureSection transfer={transfer} />
      {transfer.masked ? null : (
        <>
          <EffectsSection transfer={transfer} />
          {isRefused ? null : <DecisionSection transfer={transfer} />}
        </>
      )}
      <PeopleSection transfer={transfer} />
      {fitting.kind === 'fits' ? <DigestsSection made={fitting.made} transfer={transfer} /> : null}
      <EvidenceSection transfer={transfer} />
      <OpenSheet
        {...{ transfer, act }}
        close={(isDone) => {
          if (isDone) setAnswered(true);
          open(undefined);
          heading.current?.focus();
        }}
      />
    </>
  );
}
