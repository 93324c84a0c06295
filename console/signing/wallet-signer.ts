import { recoverSigner, parityForm } from '../../src/domain/signatures/recover-signer.js';
import { DomainError } from '../../src/domain/errors.js';
import { parseBytes32 } from '../../src/domain/values/hex.js';
import type { AnnouncedWallet } from './announced-wallets.js';
import { isForm } from './hex-form.js';
import { oneAtATime } from './one-at-a-time.js';
import { requireSameDigest } from './same-digest.js';
import { type Signable, type Signer, SigningStopped } from './signer.js';
import { type FittingKey, fittingAccount, signTypedData } from './wallet.js';

/** A wallet, for keys of the person's that fit. */
export function walletSigner({ id, name, provider }: AnnouncedWallet, keys: readonly FittingKey[]): Signer {
  const sign = async (signable: Signable): Promise<string> => {
    requireSameDigest(signable);
    const account = await fittingAccount(provider, { keys, chainId: chainOf(signable) });
    const signature = await signTypedData(provider, signable.typedData, account);
    return countingForm(signature, { digest: signable.digest, account });
  };
  return { id, kind: 'wallet', name, sign: (signable) => oneAtATime(() => sign(signable)) };
}

function chainOf({ typedData }: Signable): number {
  const { domain } = typedData;
  const chainId = (domain as { readonly chainId?: unknown } | null | undefined)?.chainId;
  if (typeof chainId === 'number') return chainId;
  throw new Error('typed data without a chain');
}

/** A wallet may sign what it likes. Only what counts leaves this page. */
async function countingForm(
  signature: string,
  { digest, account }: { readonly digest: string; readonly account: string },
): Promise<string> {
  if (!isForm(signature, 65)) throw new Error('the signature has been looked at already');
  const form = parityForm(signature) ?? signature;
  try {
    const signer = await recoverSigner(parseBytes32(digest), form);
    if (signer.toLowerCase() === account.toLowerCase()) return form;
  } catch (cause) {
    if (!(cause instanceof DomainError)) throw cause;
    throw new SigningStopped(
      `The wallet gave no signature that counts: ${cause.message}. Nothing was sent.`,
      {
        cause,
      },
    );
  }
  throw new SigningStopped(
    'The wallet signed something else than it was asked for. Nothing was sent. Do not use it again before you know why.',
  );
}
