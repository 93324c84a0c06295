import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { CopyButton } from '../../parts/copy-button.js';
import { Hex } from '../../parts/hex.js';
import { Said } from '../../parts/text.js';
import styles from './status.module.css';

/** What to compare with what one knows from elsewhere: by these every right, entry and byte of this page is traced. */
export function InstallationFacts() {
  const { data } = useRead(reads.installation);
  if (data === undefined) return null;
  const { version, chain, origin, foundingDigest, logKey, consoleHash } = data;
  return (
    <section className="section" aria-labelledby="installation">
      <div className="head">
        <h2 id="installation">This Sluice</h2>
        <p>Compare these with what you have from elsewhere: this page itself could lie.</p>
      </div>
      <dl className={`facts ${styles.facts ?? ''}`}>
        <dt>version</dt>
        <dd>{version}</dd>
        <dt>chain</dt>
        <dd>
          {chain.id}, <Said>{chain.name}</Said>
        </dd>
        <dt>origin</dt>
        <dd>
          <Said>{origin}</Said>
        </dd>
        <dt>founding digest</dt>
        <dd>
          <Hex value={foundingDigest} name="Founding digest" />{' '}
          <CopyButton text={foundingDigest} what="founding digest" />
        </dd>
        <dt>log key</dt>
        <dd>
          <code>
            <Said>{logKey}</Said>
          </code>{' '}
          <CopyButton text={logKey} what="log key" />
        </dd>
        {consoleHash === null ? null : (
          <>
            <dt>console, SHA-256</dt>
            <dd>
              <Hex value={`0x${consoleHash}`} name="SHA-256 of the console" />{' '}
              <CopyButton text={consoleHash} what="hash of the console" />
              <br />
              <span className="quiet">
                <code>sluice console check {origin}</code> compares every byte.
              </span>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
