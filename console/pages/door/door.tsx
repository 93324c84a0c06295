import type { ReactNode } from 'react';
import type { InstallationView } from '../../../src/installation/installation.contract.js';
import { Hex } from '../../parts/hex.js';
import { Mark } from '../../parts/icon.js';
import { useTitle } from '../../parts/title.js';
import styles from './door.module.css';

interface DoorProps {
  readonly installation: InstallationView | undefined;
  readonly title: string;
  /** Before what one compares: "you sign in". */
  readonly before: string;
  readonly children: ReactNode;
}

/** A page for whoever is not signed in: on the left the way in, on the right what to compare first. */
export function Door({ installation, title, before, children }: DoorProps) {
  useTitle(title);
  return (
    <main className={styles.door} id="main" tabIndex={-1}>
      <div className={styles.in}>
        <div className={installation?.sandboxWallet == null ? undefined : styles.wide}>
          <p className={`brand ${styles.brand ?? ''}`}>
            <Mark />
            Sluice
          </p>
          <h1>{title}</h1>
          {children}
        </div>
      </div>
      <div className={styles.by}>
        <div>{installation ? <Compare installation={installation} before={before} /> : null}</div>
      </div>
    </main>
  );
}

function Compare({
  installation,
  before,
}: {
  readonly installation: InstallationView;
  readonly before: string;
}) {
  const { chain, isSandbox, foundingDigest, consoleHash } = installation;
  return (
    <>
      <h2>Before {before}</h2>
      <p className="small quiet">
        {isSandbox
          ? 'Where money has value, these are compared with a card first: '
          : 'Compare these with your card: '}
        a page that looks like this one cannot have them all.
      </p>
      <dl className="facts gap">
        <dt>Address</dt>
        <dd>{location.host}</dd>
        <dt>Chain</dt>
        <dd>
          {chain.id}, {isSandbox ? 'the sandbox’s own' : chain.name}
        </dd>
        <dt>Founding</dt>
        <dd>
          <Hex value={foundingDigest} name="founding digest" />
        </dd>
        {consoleHash === null ? null : (
          <>
            <dt>Console</dt>
            <dd>
              <Hex value={`0x${consoleHash}`} name="console hash" />
              <br />
              <code className="quiet">sluice console check {location.origin}</code>
            </dd>
          </>
        )}
      </dl>
    </>
  );
}
