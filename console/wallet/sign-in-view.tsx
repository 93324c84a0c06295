import type { RefObject } from 'react';
import type { SiweMessage } from 'viem/siwe';
import { Hex } from '../parts/hex.js';
import { Say } from '../parts/say.js';
import { Said } from '../parts/text.js';
import type { WalletSettings } from './settings.js';

interface SignInProps {
  /** Whose key it is. */
  readonly name: string;
  readonly message: SiweMessage;
  readonly heading: RefObject<HTMLHeadingElement | null>;
  readonly settings: WalletSettings;
}

/** A sign-in, by its parts. */
export function SignInView({ name, message, heading, settings }: SignInProps) {
  const { address, chainId, domain, expirationTime, issuedAt, nonce, uri } = message;
  return (
    <>
      <h1 tabIndex={-1} ref={heading}>
        Sign in to <Said>{domain}</Said> as {name}
      </h1>
      {domain === new URL(settings.console).host ? null : (
        <Say tone="stop" title="This is another address than the console’s">
          <p>Whoever asks could carry your signature there. Reject it.</p>
        </Say>
      )}
      <dl className="facts gap">
        <dt>Account</dt>
        <dd>
          <Hex value={address} name="account" />
        </dd>
        <dt>Page</dt>
        <dd>
          <Said>{uri}</Said>
        </dd>
        <dt>Chain</dt>
        <dd>{chainId}</dd>
        <dt>Nonce</dt>
        <dd>
          <code>
            <Said>{nonce}</Said>
          </code>
        </dd>
        <dt>Issued</dt>
        <dd>{issuedAt?.toISOString()}</dd>
        <dt>Expires</dt>
        <dd>{expirationTime?.toISOString()}</dd>
      </dl>
    </>
  );
}
