import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { NoAnswer } from '../api/ask.js';
import { Answered, Awaited } from '../parts/answered.js';
import { Bar } from '../parts/bar.js';
import { FailureSay } from '../parts/failure-say.js';
import { Bones } from '../parts/bones.js';
import { FilterChip } from '../parts/filter-chip.js';
import { Choice, Typed } from '../parts/field.js';
import { HealthMark } from '../parts/health-mark.js';
import { Hidden } from '../parts/hidden.js';
import { Icon, type IconName, Mark } from '../parts/icon.js';
import { LimitBar } from '../parts/limit-bar.js';
import { MoreButton } from '../parts/more-button.js';
import { NotThere } from '../parts/not-there.js';
import { ProblemSay } from '../parts/problem.js';
import { Say } from '../parts/say.js';
import { StateMark, Status } from '../parts/state.js';
import { ACT_DRAWINGS } from '../parts/act-drawings.js';
import { STATE_DRAWINGS } from '../parts/state-drawings.js';
import { SheetSkeleton } from '../signing/sheet/sheet-skeleton.js';
import { SigningStopped } from '../signing/signer.js';
import { limit, refusal } from './made.js';
import { Shelf } from './shelf.js';
import { TEXTS } from './texts.js';

const STATES = [
  ...([
    'requested',
    'queued',
    'simulating',
    'needs-exception',
    'awaiting-confirmation',
    'confirmed',
  ] as const),
  ...([
    'relayed',
    'signed',
    'submitted',
    'executed',
    'settled',
    'cancelling',
    'refused',
    'rejected',
  ] as const),
  ...(['mismatched', 'superseded', 'cancelled', 'expired'] as const),
];
const TONES = ['neutral', 'wait', 'accent', 'ok', 'stop', 'frozen'] as const;
const ICONS = Object.keys({ ...ACT_DRAWINGS, ...STATE_DRAWINGS }) as readonly IconName[];

const asked = (parts: object): UseQueryResult<string> =>
  ({
    data: undefined,
    error: null,
    dataUpdatedAt: Date.now(),
    ...parts,
  }) as unknown as UseQueryResult<string>;

/** How things stand: states, what went wrong, what is awaited. */
export function StateParts() {
  return (
    <>
      <Shelf name="StateMark, Status, HealthMark, Icon">
        <p>
          {STATES.map((state) => (
            <span key={state}>
              <StateMark state={state} /> <StateMark state={state} isChip />{' '}
            </span>
          ))}
        </p>
        <p>
          {TONES.map((tone) => (
            <Status key={tone} tone={tone} icon="state-frozen" isChip>
              {tone}
            </Status>
          ))}
          {(['ok', 'warn', 'down', 'unknown'] as const).map((status) => (
            <HealthMark key={status} status={status} />
          ))}
        </p>
        <p>
          <Mark />
          {ICONS.map((name) => (
            <Icon key={name} name={name} />
          ))}
        </p>
      </Shelf>
      <Shelf name="Bar, LimitBar">
        <Bar used={0n} held={0n} limit={0n} label="Nothing of nothing" />
        <Bar used={60n} held={20n} limit={100n} label="60 of 100, 20 held" />
        <Bar used={60n} held={80n} limit={100n} label="140 of 100" />
        <LimitBar limit={limit('120', '30')} />
      </Shelf>
      <Answers />
      <Says />
      <Fields />
    </>
  );
}

function Answers() {
  const children = (text: string) => <p>{text}</p>;
  const skeleton = <SheetSkeleton />;
  const error = refusal('SIMULATORS_DISAGREE', TEXTS.wordy);
  return (
    <Shelf name="Answered: awaited, refused, no longer to be had, there">
      <Answered of={asked({})} skeleton={skeleton}>
        {children}
      </Answered>
      <Awaited>{skeleton}</Awaited>
      <Answered of={asked({ error })} skeleton={skeleton}>
        {children}
      </Answered>
      <Answered of={asked({ error, data: 'What was known' })} skeleton={skeleton}>
        {children}
      </Answered>
      <Answered of={asked({ data: 'All of it' })} skeleton={skeleton}>
        {children}
      </Answered>
      <Awaited>{skeleton}</Awaited>
      <NotThere thing="transfer" error={refusal('TRANSFER_NOT_FOUND', TEXTS.wordy, 404)} />
      <Bones awaited="Loading" lines={['bone-28 b-65', 'b-80']} />
      <Hidden what="Limits" />
      <Hidden what="Limits" isLine />
      <MoreButton pages={{ hasNextPage: true, isFetchingNextPage: false, fetchNextPage: () => undefined }} />
      <MoreButton pages={{ hasNextPage: true, isFetchingNextPage: true, fetchNextPage: () => undefined }} />
    </Shelf>
  );
}

function Says() {
  return (
    <Shelf name="Say, ProblemSay, FailureSay">
      <Say title="Nothing waits for you" />
      {(['wait', 'ok', 'stop', 'frozen'] as const).map((tone) => (
        <Say
          key={tone}
          tone={tone}
          title={TEXTS.markup}
          acts={
            <button type="button" className="btn btn-small">
              Do it
            </button>
          }
        >
          <p>{TEXTS.long}</p>
        </Say>
      ))}
      <ProblemSay error={refusal('NO_SUCH_CODE', TEXTS.turned)} />
      <ProblemSay error={refusal('LIMIT_WINDOW', TEXTS.long)} />
      <ProblemSay error={new NoAnswer('offline')} />
      <FailureSay error={new SigningStopped(TEXTS.wordy)} />
    </Shelf>
  );
}

function Fields() {
  const [text, setText] = useState<string>(TEXTS.long);
  return (
    <Shelf name="Choice, Typed, FilterChip">
      <div className="filters">
        {[undefined, 'markup', 'unknown'].map((chosen) => (
          <FilterChip
            key={chosen ?? ''}
            name={`Reference ${chosen ?? ''}`}
            chosen={chosen}
            choose={() => undefined}
            options={Object.entries(TEXTS)}
          />
        ))}
      </div>
      <Choice
        name="Destination"
        value="long"
        choose={() => undefined}
        options={Object.entries(TEXTS).map(([key, word]) => [key, word] as const)}
      >
        {TEXTS.plain}
      </Choice>
      <Typed name="Reference" value={text} type={setText} fault={null}>
        At most 140 characters
      </Typed>
      <Typed name="Amount" value="1,5" type={() => undefined} fault={TEXTS.wordy} unit="sUSD">
        In sUSD
      </Typed>
    </Shelf>
  );
}
