import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { CopyButton } from '../../parts/copy-button.js';
import { Icon } from '../../parts/icon.js';
import { usePerson } from '../../session/session.js';
import styles from './transfer.module.css';
import { Said } from '../../parts/text.js';

const READERS_OF_SIMULATIONS: readonly string[] = ['approver', 'compliance', 'auditor', 'signer'];

/** What an outsider needs to check all of it, and the command that does. */
export function EvidenceSection({ transfer }: { readonly transfer: TransferDetail }) {
  const { id, simulations, masked } = transfer;
  const { roles } = usePerson();
  const { data: installation } = useRead(reads.installation);
  const record = simulations.at(-1);
  const mayRead = roles.some((role) => READERS_OF_SIMULATIONS.includes(role));
  if (masked) return null;
  const command = `sluice verify bundle ${id}.json${
    installation === undefined
      ? ''
      : ` --founding ${installation.foundingDigest} --log-key ${installation.logKey}`
  }`;
  return (
    <section aria-labelledby="evidence">
      <div className="head">
        <h2 id="evidence">Evidence</h2>
        <p>Checked by the command line on any machine, without this service.</p>
      </div>
      <div className="acts">
        <a className="btn btn-small" href={`/v1/transfers/${id}/evidence`} download={`${id}.json`}>
          <Icon name="act-download" />
          Evidence bundle
        </a>
        {record === undefined || !mayRead ? null : (
          <a
            className="btn btn-small"
            href={`/v1/transfers/${id}/simulations/${record.id}`}
            download={`${record.id}.json`}
          >
            <Icon name="act-download" />
            Simulation record
          </a>
        )}
        <CopyButton text={command} what="that verifies the bundle">
          Copy command
        </CopyButton>
      </div>
      <p className={`small ${styles.code ?? ''} gap`}>
        <code className="quiet">
          <Said>{command}</Said>
        </code>
      </p>
      {installation === undefined ? null : (
        <p className="small quiet gap">
          Take both values from where you trust them: what this service says about itself proves nothing.
        </p>
      )}
    </section>
  );
}
