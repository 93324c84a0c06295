import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { shownOnPage } from '../../../src/domain/values/shown.js';
import type { SessionEntry } from '../../../src/identity/identity.contract.js';
import { answers, useRead } from '../../api/answers.js';
import { ask } from '../../api/ask.js';
import { reads } from '../../api/reads.js';
import { Answered } from '../../parts/answered.js';
import { Bones } from '../../parts/bones.js';
import { ProblemSay } from '../../parts/problem.js';
import { Status } from '../../parts/state.js';
import { Table } from '../../parts/table.js';
import { Said } from '../../parts/text.js';
import { When } from '../../parts/when.js';
import { browserOf } from './browser-of.js';
import styles from './settings.module.css';

const METHODS: Readonly<Record<SessionEntry['method'], string>> = {
  wallet: 'by a wallet',
  passkey: 'by a passkey',
  openid: 'by OpenID',
};

const EVERY_MS = 60_000;

/** Where one is signed in, and the end of each. */
export function OwnSessions() {
  const sessions = useRead(reads.sessions, { every: EVERY_MS });
  const heading = useRef<HTMLHeadingElement>(null);
  const end = useMutation({
    mutationFn: (which: string) => ask<unknown>(`/v1/sessions/${which}`, { method: 'DELETE' }),
    onSettled: async () => {
      await answers.invalidateQueries({ queryKey: [reads.sessions.path] });
      // The button that was pressed is gone with what it ended.
      heading.current?.focus();
    },
  });
  return (
    <section aria-labelledby="sessions">
      <div className="head">
        <h2 id="sessions" ref={heading} tabIndex={-1}>
          Your sessions
        </h2>
        <p>A session reads. It approves nothing: every approval is a signature of its own.</p>
      </div>
      <Answered of={sessions} skeleton={<Bones lines={['b-80']} />}>
        {({ data }) => (
          <>
            <SessionTable
              sessions={data}
              end={(id) => {
                if (!end.isPending) end.mutate(id);
              }}
            />
            {data.length > 1 ? (
              <p className="acts gap">
                <button
                  type="button"
                  className="btn"
                  aria-disabled={end.isPending}
                  onClick={() => {
                    if (!end.isPending) end.mutate('others');
                  }}
                >
                  End all others
                </button>
              </p>
            ) : null}
          </>
        )}
      </Answered>
      {end.error ? <ProblemSay error={end.error} /> : null}
    </section>
  );
}

interface SessionTableProps {
  readonly sessions: readonly SessionEntry[];
  readonly end: (id: string) => void;
}

function SessionTable({ sessions, end }: SessionTableProps) {
  return (
    <Table columns={['From', 'Opened', 'Last used', 'Ends', { heard: 'Act' }]} className={styles.sessions}>
      {sessions.map((session) => (
        <Row key={session.id} session={session} end={end} />
      ))}
    </Table>
  );
}

function Row({ session, end }: { readonly session: SessionEntry; readonly end: (id: string) => void }) {
  const { id, method, openedAt, lastSeenAt, endsAt, idleEndsAt, networkAddress, userAgent, isCurrent } =
    session;
  const browser = browserOf(userAgent);
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <span title={shownOnPage(userAgent)}>
          <Said>{browser}</Said>
        </span>{' '}
        <span className={styles.address}>
          at <Said>{networkAddress}</Said>
        </span>
      </th>
      <td role="cell" data-is="Opened">
        <When at={openedAt} />, {METHODS[method]}
      </td>
      <td role="cell" data-is="Last used">
        <When at={lastSeenAt} />
      </td>
      <td role="cell" data-is="Ends">
        <When at={idleEndsAt} /> unless used, <When at={endsAt} /> in any case
      </td>
      <td role="cell" className="num">
        {isCurrent ? (
          <Status tone="accent" icon="act-live">
            this one
          </Status>
        ) : (
          <button
            type="button"
            className="btn btn-small"
            aria-label={shownOnPage(`End the session of ${browser} at ${networkAddress}`)}
            onClick={() => {
              end(id);
            }}
          >
            End
          </button>
        )}
      </td>
    </tr>
  );
}
