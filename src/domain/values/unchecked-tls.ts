/** The name of what Node.js itself reads at every connection. */
const SETTING = 'NODE_TLS_REJECT_UNAUTHORIZED';

/**
 * Why nothing that opens a connection may run by this environment; undefined if it may. With `0` Node.js believes every
 * certificate, whatever a program says: whoever sits in between could answer as a provider, a witness or the gateway.
 */
export function uncheckedTls(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  if (environment[SETTING] !== '0') return undefined;
  return `${SETTING}: it is 0, by which every TLS certificate would be believed; unset it, and name a CA of your own by NODE_EXTRA_CA_CERTS`;
}
