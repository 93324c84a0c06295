import type { ChangeDetail } from '../../../src/changes/changes.contract.js';
import { canonicalHash } from '../../../src/domain/values/canonical-json.js';
import { Hex } from '../../parts/hex.js';
import { Icon } from '../../parts/icon.js';
import { isOpen } from './change-words.js';
import styles from './changes.module.css';
import { Said } from '../../parts/text.js';

/** The hashes that are part of what is signed. The digest itself has the moment of signing in it. */
export function HashesSection({ change }: { readonly change: ChangeDetail }) {
  const { id, content, base } = change;
  return (
    <section aria-labelledby="hashes">
      <div className="head">
        <h2 id="hashes">Digest</h2>
        <p>
          {isOpen(change)
            ? 'What you sign has the moment in it: its digest is made, and shown, when you are about to answer.'
            : 'Whoever answered signed a digest of their own, with the moment in it.'}
        </p>
      </div>
      <details className="fold">
        <summary>
          <Icon name="act-right" />
          What else is in it, by hash
        </summary>
        <dl className="facts">
          <dt>Change</dt>
          <dd>
            <code>
              <Said>{id}</Said>
            </code>
          </dd>
          <dt>Content</dt>
          <dd className={styles.hash}>
            <Hex value={canonicalHash(content)} name="Hash of the content" />
            <span className="quiet">computed here: the object as it will be, in RFC 8785 form</span>
          </dd>
          <dt>Base</dt>
          <dd className={styles.hash}>
            {base === null ? (
              'none: it is new'
            ) : (
              <>
                <Hex value={base} name="Name of the version before" />
                <span className="quiet">names the version that it replaces</span>
              </>
            )}
          </dd>
        </dl>
      </details>
    </section>
  );
}
