import type { InstallationView } from '../../../src/installation/installation.contract.js';
import { Icon } from '../../parts/icon.js';
import { Said } from '../../parts/text.js';
import { signInByPasskey, signInByWallet } from '../../session/sign-in.js';
import { type AnnouncedWallet, useAnnouncedWallets } from '../../signing/announced-wallets.js';
import styles from '../door/door.module.css';

interface WaysProps {
  readonly installation: InstallationView;
  /** Where one goes on, as far as that is not home. */
  readonly back: string | undefined;
  /** Whether one of the sandbox's stories is what one does first. */
  readonly hasStories: boolean;
  readonly isBusy: boolean;
  readonly onWay: (way: () => Promise<void>) => void;
}

/** Every way to sign in that there is here. */
export function Ways({ installation, back, hasStories, isBusy, onWay }: WaysProps) {
  const wallets = useAnnouncedWallets();
  const { signIn, sandboxWallet } = installation;
  const hasSandboxWallet = sandboxWallet !== null;
  const walletWays = (
    <WalletWays
      wallets={wallets}
      isMain={hasSandboxWallet && !hasStories}
      isBusy={isBusy}
      onWallet={({ provider }) => {
        onWay(() => signInByWallet(provider, installation));
      }}
    />
  );
  return (
    <>
      <div className={styles.ways}>
        {hasSandboxWallet ? walletWays : null}
        {signIn.passkey ? (
          <button
            type="button"
            className={hasSandboxWallet ? 'btn btn-big' : 'btn btn-main btn-big'}
            aria-disabled={isBusy}
            onClick={() => {
              onWay(() => signInByPasskey(installation));
            }}
          >
            <Icon name="act-passkey" />
            With a passkey
          </button>
        ) : null}
        {hasSandboxWallet ? null : walletWays}
        {signIn.openId ? (
          <a className="btn btn-big" href={`/v1/sessions/oidc${placeQuery(back)}`}>
            <Icon name="act-person" />
            With your company account
          </a>
        ) : null}
      </div>
      <Notes installation={installation} hasWallet={wallets.length > 0} />
    </>
  );
}

function placeQuery(back: string | undefined): string {
  return back === undefined ? '' : `?${new URLSearchParams({ back }).toString()}`;
}

interface WalletWaysProps {
  readonly wallets: readonly AnnouncedWallet[];
  readonly isMain: boolean;
  readonly isBusy: boolean;
  readonly onWallet: (wallet: AnnouncedWallet) => void;
}

function WalletWays({ wallets, isMain, isBusy, onWallet }: WalletWaysProps) {
  return wallets.map((wallet, at) => (
    <button
      key={wallet.id}
      type="button"
      className={isMain && at === 0 ? 'btn btn-main btn-big' : 'btn btn-big'}
      aria-disabled={isBusy}
      onClick={() => {
        onWallet(wallet);
      }}
    >
      <Icon name="act-wallet" />
      <span>
        With <Said>{wallet.name}</Said>
      </span>
    </button>
  ));
}

function Notes({
  installation,
  hasWallet,
}: {
  readonly installation: InstallationView;
  readonly hasWallet: boolean;
}) {
  const { signIn, sandboxWallet } = installation;
  return (
    <div className="small quiet">
      {sandboxWallet === null ? null : (
        <p>
          Choose the Sandbox wallet, and in it who you are. To be two people at once, open a private window.
        </p>
      )}
      {hasWallet || sandboxWallet !== null ? null : (
        <p>No wallet shows up in this browser. With one, you could sign in by its key.</p>
      )}
      {signIn.whyNoPasskey === null ? null : <p>{signIn.whyNoPasskey}</p>}
      {signIn.openId ? (
        <p>
          A company account opens the console. To confirm, to except or to sign it takes a key of your own.
        </p>
      ) : null}
    </div>
  );
}
