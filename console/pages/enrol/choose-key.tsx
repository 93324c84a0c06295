import { useId } from 'react';
import type { InstallationView } from '../../../src/installation/installation.contract.js';
import { Icon } from '../../parts/icon.js';
import { Said } from '../../parts/text.js';
import { useAnnouncedWallets } from '../../signing/announced-wallets.js';
import styles from '../door/door.module.css';
import type { Invited } from './enrolment.js';
import type { Source } from './use-enrolment.js';

interface ChooseKeyProps {
  readonly invited: Invited;
  readonly installation: InstallationView;
  readonly label: string;
  readonly onLabel: (label: string) => void;
  readonly isBusy: boolean;
  readonly onSource: (source: Source) => void;
}

/** What the key is called, and where it is. */
export function ChooseKey({ invited, installation, label, onLabel, isBusy, onSource }: ChooseKeyProps) {
  const wallets = useAnnouncedWallets();
  const [field, hint] = [useId(), useId()];
  const hasPasskey = invited.passkey !== null;
  return (
    <>
      <div className={`field ${styles.said ?? ''}`}>
        <label htmlFor={field}>What you call it</label>
        <input
          className="in"
          id={field}
          value={label}
          maxLength={64}
          autoComplete="off"
          aria-describedby={hint}
          onChange={(event) => {
            onLabel(event.currentTarget.value);
          }}
        />
        <span className="hint" id={hint}>
          Such as YubiKey 5. It is part of what is signed, so that you can tell your keys apart; it may be
          left empty.
        </span>
      </div>
      <div className={styles.ways}>
        {hasPasskey ? (
          <button
            type="button"
            className="btn btn-main btn-big"
            aria-disabled={isBusy}
            onClick={() => {
              onSource('passkey');
            }}
          >
            <Icon name="act-passkey" />
            Make a passkey
          </button>
        ) : null}
        {wallets.map((wallet) => (
          <button
            key={wallet.id}
            type="button"
            className="btn btn-big"
            aria-disabled={isBusy}
            onClick={() => {
              onSource(wallet);
            }}
          >
            <Icon name="act-wallet" />
            <span>
              Use <Said>{wallet.name}</Said>
            </span>
          </button>
        ))}
      </div>
      <div className="small quiet">
        {hasPasskey || installation.signIn.whyNoPasskey === null ? null : (
          <p>{installation.signIn.whyNoPasskey}</p>
        )}
        {wallets.length === 0 && !hasPasskey ? (
          <p>No wallet shows up in this browser. Open the link in the browser that has it.</p>
        ) : null}
        <p>A passkey cannot show what it signs. Where that matters, a place may ask for a wallet.</p>
      </div>
    </>
  );
}
