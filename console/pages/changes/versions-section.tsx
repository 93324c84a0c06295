import type { ChangeDetail } from '../../../src/changes/changes.contract.js';
import type { Names } from '../../../src/domain/changes/kinds/kind-rules.js';
import { shown } from '../../../src/domain/values/shown.js';
import { Icon } from '../../parts/icon.js';
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
  const all = differ.length + same.length;
  return (
    <section aria-labelledby="versions">
      <div className="head">
        <h2 id="versions">Before and after</h2>
        <p>
          {change.before === null ? 'It is new.' : `${String(differ.length)} of ${String(all)} lines differ`}
        </p>
      </div>
      <div className="wide">
        <table role="table" className={`cards ${styles.both ?? ''}`}>
          <thead role="rowgroup">
            <tr role="row">
              <th role="columnheader" scope="col">
                Line
              </th>
              <th role="columnheader" scope="col">
                Before
              </th>
              <th role="columnheader" scope="col">
                After
              </th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            {differ.map((line) => (
              <VersionsRow key={line.name} line={line} />
            ))}
          </tbody>
        </table>
      </div>
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

function VersionsRow({ line: { name, before, after } }: { readonly line: Line }) {
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <code>{shown(name)}</code>
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
    <bdi>
      {marked(line, other ?? '').map(({ text, isNew }, at) =>
        isNew && other !== null ? <Mark key={at}>{shown(text)}</Mark> : shown(text),
      )}
    </bdi>
  );
}
