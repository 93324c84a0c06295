import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { ChangeDetail } from '../../../src/changes/changes.contract.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Answered } from '../../parts/answered.js';
import { Bones } from '../../parts/bones.js';
import { Say } from '../../parts/say.js';
import { useTitle } from '../../parts/title.js';
import { checked } from '../../signing/checks/check.js';
import { checkChange, namesOf } from '../../signing/checks/change-checks.js';
import { NextAnswer } from '../../stories/next-person.js';
import { DoesNotFit } from '../../signing/does-not-fit.js';
import type { ChangeAct } from './answer-search.js';
import { AnswersSection } from './answers-section.js';
import { ChangeHead } from './change-head.js';
import { isOpen, titleOf } from './change-words.js';
import { HashesSection } from './hashes-section.js';
import { OpenChange } from './open-change.js';
import { ReviewSections } from './review-sections.js';
import { SaysSection } from './says-section.js';
import { VersionsSection } from './versions-section.js';

/** One change: what it says, before and after, who approves it, when it is active. */
export function ChangePage() {
  const { id } = useParams({ from: '/framed/changes/$id' });
  const change = useRead(reads.change(id));
  useTitle(change.data === undefined ? 'Change' : titleOf(change.data));
  return (
    <article className="page">
      <Answered
        of={change}
        thing="change"
        skeleton={
          <Bones
            awaited="Loading the change"
            lines={['b-35', 'bone-28 b-65', 'b-80', 'b-80', 'bone-28 b-80', 'bone-28 b-65']}
          />
        }
      >
        {(shown) => <Shown key={id} id={id} change={shown} />}
      </Answered>
    </article>
  );
}

const SAID: Readonly<Record<ChangeAct, string>> = {
  approve: 'Your approval was taken',
  reject: 'Your rejection was taken',
  withdraw: 'It is withdrawn',
};

function Shown({ id, change }: { readonly id: string; readonly change: ChangeDetail }) {
  const navigate = useNavigate({ from: '/changes/$id' });
  const { act } = useSearch({ from: '/framed/changes/$id' });
  const [answered, setAnswered] = useState<ChangeAct | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const { data: people } = useRead(reads.people({}));
  const { data: assets } = useRead(reads.assets);
  const lists = people && assets ? { people: people.data, assets: assets.data } : null;
  const names = lists === null ? null : namesOf(lists);
  // An ended change is history: people and assets may be called otherwise since.
  const made = names !== null && isOpen(change) ? checkChange(change, names) : null;
  const asked = checked([{ what: 'Change', computed: id, sent: change.id }], null);
  const fitting = asked.fits ? made : asked;
  const open = (next: ChangeAct | undefined): void => {
    void navigate({ search: next === undefined ? {} : { act: next }, replace: true });
  };
  if (fitting !== null && !fitting.fits)
    return (
      <>
        <h1 className="vh">Change</h1>
        <DoesNotFit differences={fitting.differences} subject={id} safe={null} />
      </>
    );
  return (
    <>
      <ChangeHead {...{ change, heading, open }} />
      <NextAnswer change={change} />
      {answered === null ? null : (
        <div className="gap">
          <Say tone="ok" title={SAID[answered]} />
        </div>
      )}
      <SaysSection change={change} />
      {names === null ? null : <VersionsSection change={change} names={names} />}
      <ReviewSections change={change} />
      <AnswersSection change={change} />
      <HashesSection change={change} />
      <OpenChange
        {...{ change, act }}
        close={(isDone) => {
          if (isDone && act !== undefined) setAnswered(act);
          open(undefined);
          heading.current?.focus();
        }}
      />
    </>
  );
}
