import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ChangeView } from '../../../src/changes/changes.contract.js';
import { addressFromHex } from '../../../src/domain/values/address.js';
import type { Json } from '../../../src/domain/values/canonical-json.js';
import type { InstallationView } from '../../../src/installation/installation.contract.js';
import { ask } from '../../api/ask.js';
import { requireOwnOrigin } from '../../session/sign-in.js';
import type { AnnouncedWallet } from '../../signing/announced-wallets.js';
import { oneAtATime } from '../../signing/one-at-a-time.js';
import { newPasskey } from '../../signing/passkey.js';
import { passkeySigner } from '../../signing/passkey-signer.js';
import { type Signer, SigningStopped } from '../../signing/signer.js';
import { fittingAccount } from '../../signing/wallet.js';
import { walletSigner } from '../../signing/wallet-signer.js';
import { type Draft, type Invited, type NewKey, enrolmentStatement } from './enrolment.js';
import { publicKeyIn } from './public-key-in.js';

/** A new key, with what it is to sign. */
export interface Drafted extends ReturnType<typeof enrolmentStatement> {
  readonly draft: Draft;
  readonly key: NewKey;
  readonly signer: Signer;
}

/** Where the new key comes from. */
export type Source = 'passkey' | AnnouncedWallet;

interface Enrolling {
  readonly token: string;
  readonly invited: Invited;
  readonly installation: InstallationView;
}

/** First the key and its draft, then its signature. */
export function useEnrolment(enrolling: Enrolling) {
  const [label, setLabel] = useState('');
  const drafting = useMutation({
    mutationFn: async (source: Source) => {
      requireOwnOrigin(enrolling.installation.origin);
      return source === 'passkey'
        ? byPasskey(enrolling, label.trim())
        : byWallet(enrolling, label.trim(), source);
    },
  });
  const proposing = useMutation({
    mutationFn: ({ draft, signer, signable, misfits }: Drafted) => {
      if (misfits.length > 0) throw new Error('what does not fit together is signed by nobody');
      return propose(enrolling.token, draft, () => signer.sign(signable));
    },
  });
  return { label, setLabel, drafting, proposing };
}

async function byPasskey({ token, invited, installation }: Enrolling, label: string): Promise<Drafted> {
  const { authenticatorData, ...registration } = await oneAtATime(() =>
    newPasskey(invited.passkey as unknown as PublicKeyCredentialCreationOptionsJSON),
  );
  const publicKey = publicKeyIn(authenticatorData);
  if (publicKey === undefined)
    throw new SigningStopped('The device made a passkey of a form that Sluice does not take.');
  const { credentialId } = registration;
  const draft = await drafted(token, { kind: 'passkey', registration, ...labelled(label) });
  const key = { kind: 'passkey', credentialId, publicKey } as const;
  const signer = passkeySigner({ id: credentialId, label: label === '' ? null : label });
  return { draft, key, signer, ...enrolmentStatement(draft, { invited, key, label, installation }) };
}

async function byWallet(
  { token, invited, installation }: Enrolling,
  label: string,
  wallet: AnnouncedWallet,
): Promise<Drafted> {
  const { chain } = installation;
  const account = await oneAtATime(() => fittingAccount(wallet.provider, { keys: null, chainId: chain.id }));
  const address = addressFromHex(account);
  const draft = await drafted(token, { kind: 'evm', address, ...labelled(label) });
  const key = { kind: 'evm', address } as const;
  const signer = walletSigner(wallet, [{ address, label: null }]);
  return { draft, key, signer, ...enrolmentStatement(draft, { invited, key, label, installation }) };
}

function labelled(label: string): { readonly label?: string } {
  return label === '' ? {} : { label };
}

function drafted(token: string, key: Json): Promise<Draft> {
  return ask<Draft>('/v1/enrolments/drafts', { method: 'POST', body: { token, key } });
}

async function propose(
  token: string,
  { change, statement }: Draft,
  sign: () => ReturnType<Signer['sign']>,
): Promise<ChangeView> {
  const signature = await sign();
  const { at, head } = statement;
  return ask<ChangeView>('/v1/enrolments', {
    ...{ method: 'POST', body: { token, id: change.id, at, head, signature } },
  });
}
