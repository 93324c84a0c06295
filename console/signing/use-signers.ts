import { useRead } from '../api/answers.js';
import { reads } from '../api/reads.js';
import { usePerson } from '../session/session.js';
import { useAnnouncedWallets } from './announced-wallets.js';
import { type Wanted, fittingKeys, whyNoSigner } from './fitting-keys.js';
import { passkeySigner } from './passkey-signer.js';
import { useSandboxWallet } from './use-sandbox-wallet.js';
import type { Signer } from './signer.js';
import { walletSigner } from './wallet-signer.js';

export interface Signers {
  /** Wallets first: they show what they sign. */
  readonly signers: readonly Signer[];
  /** Why there are none; null if there are. */
  readonly whyNone: string | null;
}

/** Everything that the person can sign this with, here. */
export function useSigners(wanted: Wanted = { purpose: 'confirmation' }): Signers {
  const { keys, name } = usePerson();
  const { data: installation } = useRead(reads.installation);
  useSandboxWallet(installation, name);
  const wallets = useAnnouncedWallets();
  const fitting = fittingKeys(keys, wanted);
  const evm = fitting.filter(({ kind }) => kind === 'evm').map(({ id, label }) => ({ address: id, label }));
  const passkeys = fitting.filter(({ kind }) => kind === 'passkey');
  return {
    signers: [
      ...(evm.length === 0 ? [] : wallets.map((wallet) => walletSigner(wallet, evm))),
      ...passkeys.map(passkeySigner),
    ],
    whyNone: whyNoSigner(fitting, { wanted, hasWallet: wallets.length > 0 }),
  };
}
