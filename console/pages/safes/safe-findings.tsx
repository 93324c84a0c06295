import { Link } from '@tanstack/react-router';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Told } from '../../parts/told.js';
import { When } from '../../parts/when.js';
import { severityOf } from '../findings/finding-severity.js';
import { SeverityMark } from '../findings/severity-mark.js';
import styles from './safes.module.css';

const SHOWN = '3';

/** The latest findings about this Safe, and about all of them; nothing where there is none. */
export function SafeFindings({ id }: { readonly id: string }) {
  const { data: findings } = useRead(reads.findings({ safe: id, limit: SHOWN }));
  if (findings === undefined || findings.data.length === 0) return null;
  return (
    <section aria-labelledby="findings">
      <div className="head">
        <h2 id="findings">Latest findings</h2>
        <Link className="small" to="/findings">
          All findings
        </Link>
      </div>
      <ul className="plain">
        {findings.data.map((finding) => (
          <li key={finding.id} className={styles.live}>
            <SeverityMark severity={severityOf(finding)} />
            <p className={styles.any}>
              <Link to="/findings" hash={finding.id}>
                <Told>{finding.words}</Told>
              </Link>{' '}
              <span className="quiet">
                <When at={finding.at} />
              </span>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
