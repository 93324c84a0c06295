import { useState } from 'react';
import styles from './digests.module.css';
import { Hex } from './hex.js';
import { Icon } from './icon.js';
import { NamedDigest } from './named-digest.js';

/** A hash by its name in ERC-8213. */
interface Named {
  readonly name: string;
  /** What it is the hash of, or who signs it. */
  readonly of: string;
  readonly value: string;
}

export interface ShownDigests {
  readonly first: Named;
  /** The text for another device; null if there is none. */
  readonly qr: string | null;
  /** Domain Hash and Message Hash: what some devices show instead of the first. */
  readonly two: readonly [Named, Named];
  readonly others: readonly Named[];
}

/** The digest to compare first, large, and the others folded; or the two that some devices show, and the first folded. */
export function Digests({ first, qr, two, others }: ShownDigests) {
  const [hasTwo, setTwo] = useState(false);
  const [large, folded] = hasTwo ? [two, [first]] : [[first], two];
  return (
    <>
      {large.map(({ name, of, value }, at) => (
        <div key={name} className={at === 0 ? '' : 'gap'}>
          <NamedDigest {...{ name, of, value }} qr={hasTwo ? null : qr} />
        </div>
      ))}
      <details className="fold">
        <summary>
          <Icon name="act-right" />
          {hasTwo ? 'The digest that they make' : 'The hashes it is made of'}
        </summary>
        <dl className="facts">
          {[...folded, ...others].map(({ name, of, value }) => (
            <FoldedHash key={name} {...{ name, of, value }} />
          ))}
        </dl>
      </details>
      <p className={`small ${styles.switch ?? ''}`}>
        <button
          type="button"
          className="btn btn-plain btn-small"
          aria-pressed={hasTwo}
          onClick={() => {
            setTwo(!hasTwo);
          }}
        >
          {hasTwo ? 'My device shows one digest' : 'My device shows two hashes'}
        </button>
      </p>
    </>
  );
}

function FoldedHash({ name, of, value }: Named) {
  return (
    <>
      <dt>{name}</dt>
      <dd className={styles.hash}>
        <Hex value={value} name={name} />
        <span className="quiet">{of}</span>
      </dd>
    </>
  );
}
