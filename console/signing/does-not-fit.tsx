import { useState } from 'react';
import { useRead } from '../api/answers.js';
import { ask } from '../api/ask.js';
import { reads } from '../api/reads.js';
import { CopyButton } from '../parts/copy-button.js';
import { Hex } from '../parts/hex.js';
import { Icon } from '../parts/icon.js';
import { ProblemSay } from '../parts/problem.js';
import { Table } from '../parts/table.js';
import { Said } from '../parts/text.js';
import type { Check } from './checks/check.js';

interface DoesNotFitProps {
  readonly differences: readonly Check[];
  /** What it is about: the id of the transfer or the change. */
  readonly subject: string;
  /** What a freeze stops; everything if it is about no Safe, or about none that is known. */
  readonly safe: { readonly id: string; readonly label: string } | null;
  readonly level?: 2 | 3;
}

/** What the server sent and what this page made of it are not the same. Nothing else is offered. */
export function DoesNotFit({ differences, subject, safe, level = 2 }: DoesNotFitProps) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <div className="does-not-fit" role="alert">
      <Heading className="does-not-fit-title">
        What the server sent does not fit together. Sign nothing.
      </Heading>
      {differences.map((each, at) => (
        <DifferenceTable key={`${each.what}${String(at)}`} difference={each} />
      ))}
      <p className="code-line">
        <code>
          <Said>{subject}</Said>
        </code>
      </p>
      <div className="acts">
        <FreezeNow safe={safe} reason={`What the server sent does not fit together: ${subject}`} />
        <CopyButton text={reportOf(subject, differences)} what="of what differs">
          Copy report
        </CopyButton>
      </div>
    </div>
  );
}

function DifferenceTable({ difference: { what, computed, sent } }: { readonly difference: Check }) {
  return (
    <Table columns={[what, 'Value']}>
      <ValueRow name="made here from what is shown" value={computed} />
      <ValueRow name="sent by the server" value={sent} />
    </Table>
  );
}

function ValueRow({ name, value }: { readonly name: string; readonly value: string }) {
  const isHash = /^0x(?:[0-9a-fA-F]{40}|[0-9a-fA-F]{64})$/.test(value);
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        {name}
      </th>
      <td role="cell" data-is="Value" className="any">
        {isHash ? <Hex value={value} name={name} /> : <Said>{value}</Said>}
      </td>
    </tr>
  );
}

/** The report as text: for whoever looks into it, on another device. */
function reportOf(subject: string, differences: readonly Check[]): string {
  const lines = differences.flatMap(({ what, computed, sent }) => [
    what,
    `  made here  ${computed}`,
    `  sent       ${sent}`,
  ]);
  return [`${subject} at ${location.origin}: what the server sent does not fit together`, ...lines].join(
    '\n',
  );
}

interface FreezeNowProps {
  readonly safe: { readonly id: string; readonly label: string } | null;
  readonly reason: string;
}

/** Two steps: what it stops is said before it is done. */
function FreezeNow({ safe, reason }: FreezeNowProps) {
  const [asked, setAsked] = useState<FreezeNowProps['safe'] | undefined>(undefined);
  const [isFrozen, setFrozen] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [key] = useState(() => crypto.randomUUID());
  const { data: safes } = useRead(reads.safes);
  const what = asked == null ? 'everything' : asked.label;
  const freeze = async (): Promise<void> => {
    try {
      await ask('/v1/freezes', { method: 'POST', body: { scope: asked?.id ?? 'all', reason }, key });
      setFrozen(true);
    } catch (cause) {
      setError(cause);
    }
  };
  if (error !== null) return <ProblemSay error={error} />;
  if (isFrozen)
    return (
      <b className="frozen">
        Frozen: <Said>{what}</Said>
      </b>
    );
  if (asked === undefined)
    return (
      <button
        type="button"
        className="btn btn-frozen"
        onClick={() => {
          // The Safe itself may be what was lied about: one that is not known as it is called is not picked out.
          const isKnown = safes?.data.some(({ id, label }) => id === safe?.id && label === safe.label);
          setAsked(isKnown === true ? safe : null);
        }}
      >
        <Icon name="state-frozen" />
        Freeze…
      </button>
    );
  return (
    <button type="button" className="btn btn-frozen" onClick={() => void freeze()}>
      <Icon name="state-frozen" />
      Freeze <Said>{what}</Said>: nothing moves until a quorum lifts it
    </button>
  );
}
