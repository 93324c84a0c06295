import { Icon } from '../../parts/icon.js';
import { Said } from '../../parts/text.js';
import type { Unusual } from './unusual.js';

export function UnusualList({ unusual }: { readonly unusual: readonly Unusual[] }) {
  if (unusual.length === 0) return null;
  return (
    <div className="unusual">
      <h2>Unusual about it</h2>
      <ul>
        {unusual.map(({ what, how }) => (
          <li key={`${what}${how}`}>
            <Icon name="severity-warn" />
            <span>
              <b>
                <Said>{what}</Said>
              </b>{' '}
              <Said>{how}</Said>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
