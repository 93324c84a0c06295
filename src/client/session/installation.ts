import { isPublicChain } from '../../domain/values/chains.js';
import { InstallationView } from '../../installation/installation.contract.js';
import { Gateway } from '../gateway/gateway.js';
import type { KeptFiles, Pinned } from '../gateway/kept-files.js';
import type { Desk } from '../terminal/desk.js';
import { mismatched } from '../terminal/failures.js';

/** What everything is verified by, where somebody knows it from elsewhere. */
export interface KnownRoots {
  readonly founding?: string;
  readonly logKey?: string;
}

/**
 * What the gateway says that it is. What everything is verified by is remembered from the first time on: another
 * founding or log key at the same address is another installation, whatever it calls itself.
 */
export async function installationAt(
  origin: string,
  {
    files,
    desk,
    known = {},
  }: { readonly files: KeptFiles; readonly desk: Desk; readonly known?: KnownRoots },
): Promise<InstallationView> {
  const installation = await new Gateway(origin).get('/v1/installation', InstallationView);
  const { foundingDigest, logKey, chain } = installation;
  requireKnown(installation, known);
  const before = files.pinned(origin);
  const fault = before && faultOf(installation, before);
  if (before && fault === undefined) return installation;
  // The sandbox is thrown away and founded anew all the time, and its keys are everybody's. What was on a public chain
  // does not become one by saying so.
  const isSandbox = installation.isSandbox && !isPublicChain(chain.id);
  const isNewSandbox = isSandbox && !isPublicChain(before?.chainId ?? chain.id);
  const isVouchedFor = known.founding !== undefined && known.logKey !== undefined;
  if (fault !== undefined && !isNewSandbox && !isVouchedFor)
    throw mismatched(
      `nothing was signed: ${origin} is not the installation that it was: ${fault}`,
      '  If that is meant, sign in anew with --founding and --log-key.',
    );
  files.pin({ origin, chainId: chain.id, foundingDigest, logKey });
  if (!isSandbox && !isVouchedFor)
    desk.tell(
      `The founding digest ${foundingDigest} and the log key ${logKey} are remembered for ${origin}. Compare them with what the founders printed.`,
    );
  return installation;
}

function requireKnown({ foundingDigest, logKey }: InstallationView, known: KnownRoots): void {
  if (known.founding !== undefined && known.founding.toLowerCase() !== foundingDigest)
    throw mismatched(`the founding digest of this gateway is ${foundingDigest}, not ${known.founding}`);
  if (known.logKey !== undefined && known.logKey !== logKey)
    throw mismatched(`the log key of this gateway is ${logKey}, not ${known.logKey}`);
}

function faultOf({ foundingDigest, logKey, chain }: InstallationView, before: Pinned): string | undefined {
  if (foundingDigest !== before.foundingDigest)
    return `its founding digest is ${foundingDigest}, and was ${before.foundingDigest}`;
  if (logKey !== before.logKey) return `its log key is ${logKey}, and was ${before.logKey}`;
  if (chain.id !== before.chainId)
    return `it is on chain ${String(chain.id)}, and was on ${String(before.chainId)}`;
  return undefined;
}
