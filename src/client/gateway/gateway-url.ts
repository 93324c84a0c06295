import type { Desk } from '../terminal/desk.js';
import { misused } from '../terminal/failures.js';
import type { KeptFiles } from './kept-files.js';

const LOOPBACK = /^(localhost|127(\.[0-9]{1,3}){3}|\[::1\])$/;

/** The gateway's origin: named on the command line, in SLUICE_URL, or where one signed in last. */
export function gatewayOrigin(url: string | undefined, { environment }: Desk, kept: KeptFiles): string {
  const written = url ?? (environment['SLUICE_URL'] || kept.profile?.url);
  if (written === undefined)
    throw misused('which gateway? name it by --url, or SLUICE_URL; npm start says that of the sandbox');
  const read = URL.canParse(written) ? new URL(written) : undefined;
  if (read === undefined || !/^https?:$/.test(read.protocol) || !isOrigin(read))
    throw misused(`${written} is no address of a gateway: it is like https://sluice.example`);
  if (read.protocol === 'http:' && !LOOPBACK.test(read.hostname))
    throw misused(`${written}: only a gateway on this machine is asked without TLS`);
  return read.origin;
}

/** What else a URL may hold is not for this: of `https://sluice.example@other.example` the host is the other. */
function isOrigin({ pathname, search, hash, username, password }: URL): boolean {
  return pathname === '/' && [search, hash, username, password].every((part) => part === '');
}
