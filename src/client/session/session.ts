import { type PersonPrincipal, PrincipalView } from '../../identity/identity.contract.js';
import type { InstallationView } from '../../installation/installation.contract.js';
import { Gateway, GatewayRefusal } from '../gateway/gateway.js';
import { gatewayOrigin } from '../gateway/gateway-url.js';
import { KeptFiles, type KeptSession } from '../gateway/kept-files.js';
import { sandboxPerson } from '../signers/sandbox-signer.js';
import type { Signer } from '../signers/signer.js';
import type { Desk } from '../terminal/desk.js';
import { misused, mismatched, notSignedIn, refused } from '../terminal/failures.js';
import { installationAt } from './installation.js';
import type { OnlineOptions } from './online-options.js';
import { signIn } from './sign-in.js';

/** Somebody who is signed in at a gateway. */
export interface Session {
  readonly gateway: Gateway;
  readonly installation: InstallationView;
  readonly principal: PrincipalView;
  /** Undefined of a service, which has a key and no session. */
  readonly kept: KeptSession | undefined;
}

/** The session that a command acts in. In the sandbox `--as` opens it, if there is none. */
export async function openSession(options: OnlineOptions, desk: Desk): Promise<Session> {
  const files = new KeptFiles(desk.environment);
  const origin = gatewayOrigin(options.url, desk, files);
  const installation = await installationAt(origin, { files, desk });
  const apiKey = desk.environment['SLUICE_API_KEY'] || undefined;
  if (apiKey !== undefined && options.as === undefined && options.person === undefined) {
    const gateway = new Gateway(origin, { apiKey });
    const principal = await gateway.get('/v1/sessions/current', PrincipalView);
    return { gateway, installation, principal, kept: undefined };
  }
  const name = options.as ?? options.person;
  // Asked first: whoever names a demo person elsewhere than in the sandbox gets no session by it either.
  const demo = options.as === undefined ? undefined : sandboxPerson(options.as, installation);
  const kept = keptSession(files, installation.isSandbox ? '--as' : '--person', { origin, name });
  const resumed = kept && (await resume(kept, { files, installation }));
  if (resumed) return resumed;
  if (demo) return openedBy(demo, { files, origin, installation }, { name });
  if (kept) throw notSignedIn(`the session of ${kept.person.name} has ended: sluice login`);
  throw notSignedIn(
    name === undefined
      ? `nobody is signed in at ${origin}: sluice login`
      : `${name} is not signed in at ${origin}`,
  );
}

interface At {
  readonly files: KeptFiles;
  readonly origin: string;
  readonly installation: InstallationView;
}

/** Signs in, and keeps the session. */
export async function openedBy(
  signer: Signer,
  { files, origin, installation }: At,
  { name, keystore }: { readonly name?: string | undefined; readonly keystore?: string | undefined } = {},
): Promise<Session> {
  const signingIn = new Gateway(origin);
  const person = await signIn(signingIn, installation, signer);
  if (name !== undefined && person.name !== name)
    throw mismatched(`${signer.what} is a key of ${person.name} here, not of ${name}`);
  const cookie = signingIn.cookie;
  if (cookie === undefined) throw refused('the gateway opened no session');
  const kept: KeptSession = {
    ...{ origin, cookie, person: { id: person.id, name: person.name } },
    ...(keystore !== undefined && { keystore }),
  };
  files.keepSession(kept);
  const resumed = await resume(kept, { files, installation });
  if (!resumed) throw refused('the gateway ended the session at once');
  return resumed;
}

/** Undefined if it has ended. */
async function resume(
  kept: KeptSession,
  { files, installation }: Pick<At, 'files' | 'installation'>,
): Promise<Session | undefined> {
  const keep = (cookie: string): void => {
    files.keepSession({ ...kept, cookie });
  };
  const gateway = new Gateway(kept.origin, { cookie: kept.cookie, keep });
  try {
    const principal = await gateway.get('/v1/sessions/current', PrincipalView);
    return { gateway, installation, principal, kept };
  } catch (error) {
    if (!(error instanceof GatewayRefusal) || error.problem.code !== 'UNAUTHENTICATED') throw error;
    files.forgetSession(kept);
    return undefined;
  }
}

/** By name; else whoever signed in last, or the only one there is. */
function keptSession(
  files: KeptFiles,
  option: string,
  { origin, name }: { readonly origin: string; readonly name: string | undefined },
): KeptSession | undefined {
  const all = files.sessions(origin);
  const { profile } = files;
  if (name !== undefined) return all.find(({ person }) => person.name === name);
  const last = profile?.url === origin ? all.find(({ person }) => person.id === profile.person) : undefined;
  if (last ?? all.length < 2) return last ?? all[0];
  const names = all.map(({ person }) => person.name).sort();
  throw misused(`${names.join(', ')} are signed in at ${origin}: say who you are by ${option}`);
}

/** The person who acts. A service signs nothing. */
export function personOf({ principal }: Session): PersonPrincipal {
  if (principal.kind === 'person') return principal;
  throw refused('an API key signs nothing: a person has to do this');
}
