import { Fragment } from 'react';
import type { ChangeDetail } from '../../../src/changes/changes.contract.js';
import type { Names } from '../../../src/domain/changes/kinds/kind-rules.js';
import { shownOnPage } from '../../../src/domain/values/shown.js';
import { Hex } from '../../parts/hex.js';
import { Icon } from '../../parts/icon.js';
import { Grouped } from '../../parts/signed.js';
import { Table } from '../../parts/table.js';
import { Said } from '../../parts/text.js';
import { type Line, compared, marked } from './compared.js';
import styles from './changes.module.css';

interface VersionsSectionProps {
  readonly change: ChangeDetail;
  readonly names: Names;
}

/** Both versions line by line, what differs marked by more than its colour. */
export function VersionsSection({ change, names }: VersionsSectionProps) {
  if (change.kind === 'unfreeze') return null;
  const { differ, same } = compared(change, names);
  if (change.before === null || change.content === null)
    return <Alone lines={differ} isNew={change.before === null} />;
  const all = differ.length + same.length;
  return (
    <section aria-labelledby="versions">
      <div className="head">
        <h2 id="versions">Before and after</h2>
        <p>
          {differ.length} of {all} lines differ
        </p>
      </div>
      <Table columns={['Line', 'Before', 'After']} className={styles.both}>
        {differ.map((line) => (
          <VersionsRow key={line.name} line={line} />
        ))}
      </Table>
      {same.length === 0 ? null : (
        <details className="fold">
          <summary>
            <Icon name="act-right" />
            {same.length === 1 ? 'One line that stays' : `${String(same.length)} lines that stay`}
          </summary>
          <p className="small quiet">
            <Said>{same.join(', ')}</Said>
          </p>
        </details>
      )}
    </section>
  );
}

/** There is one version only: what its sentences say, as it is stored. */
function Alone({ lines, isNew }: { readonly lines: readonly Line[]; readonly isNew: boolean }) {
  return (
    <section aria-labelledby="versions">
      <div className="head">
        <h2 id="versions">{isNew ? 'All of it' : 'All that goes'}</h2>
        <p>{isNew ? 'It is new: nothing stands before it.' : 'It is removed: nothing comes after it.'}</p>
      </div>
      <details className="fold">
        <summary>
          <Icon name="act-right" />
          {lines.length} lines, as they are stored
        </summary>
        <dl className={`facts ${styles.alone ?? ''}`}>
          {lines.map(({ name, before, after }) => (
            <Fragment key={name}>
              <dt>
                <code>{shownOnPage(name)}</code>
              </dt>
              <dd>
                <Value text={after ?? before ?? ''} name={name} />
              </dd>
            </Fragment>
          ))}
        </dl>
      </details>
    </section>
  );
}

/** Addresses and hashes are whole, in groups. */
function Value({ text, name }: { readonly text: string; readonly name: string }) {
  return /^0x(?:[0-9a-fA-F]{40}|[0-9a-fA-F]{64})$/.test(text) ? (
    <Hex value={text} name={name} />
  ) : (
    <Said>{text}</Said>
  );
}

function VersionsRow({ line: { name, before, after } }: { readonly line: Line }) {
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <code>{shownOnPage(name)}</code>
      </th>
      <td role="cell" data-is="Before" className={styles.gone}>
        <Version line={before} other={after} of="before" />
      </td>
      <td role="cell" data-is="After">
        <Version line={after} other={before} of="after" />
      </td>
    </tr>
  );
}

interface VersionProps {
  readonly line: string | null;
  readonly other: string | null;
  readonly of: 'before' | 'after';
}

function Version({ line, other, of }: VersionProps) {
  const Mark = of === 'before' ? 'del' : 'ins';
  if (line === null) return of === 'before' ? 'not there' : 'gone';
  return (
    <bdi className="signed">
      {marked(line, other ?? '').map(({ text, isNew }, at) =>
        isNew && other !== null ? (
          <Mark key={at}>
            <Grouped text={text} />
          </Mark>
        ) : (
          <Grouped key={at} text={text} />
        ),
      )}
    </bdi>
  );
}
