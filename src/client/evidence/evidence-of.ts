import { MalformedLogText } from '../../domain/audit-log/malformed.js';
import { parseVerifierKey } from '../../domain/audit-log/verifier-key.js';
import type { Roots } from '../../domain/evidence/roots.js';
import type { BundleVerdict } from '../../domain/evidence/verify-bundle.js';
import { type ProvenTransfer, verifyTransfer } from '../../domain/evidence/verify-transfer.js';
import { parseBytes32 } from '../../domain/values/hex.js';
import { evidenceLine } from '../../cli/print.js';
import type { InstallationView } from '../../installation/installation.contract.js';
import type { Session } from '../session/session.js';
import type { Desk } from '../terminal/desk.js';
import { mismatched } from '../terminal/failures.js';
import { evidencePath } from './evidence-paths.js';

/** Where evidence is served, and what it has to prove. */
interface Evidence<V extends BundleVerdict> {
  readonly path: string;
  readonly verify: (text: string, roots: Roots) => Promise<V>;
  readonly desk: Desk;
}

/**
 * The one way to what is signed about a transfer: all of its evidence, verified against what the files of this client
 * remember of the gateway. What is only served is not believed.
 */
export async function evidenceOf<V extends BundleVerdict>(
  { gateway, installation }: Session,
  { path, verify, desk }: Evidence<V>,
): Promise<V> {
  desk.tell('Verifying the evidence of the transfer');
  const verdict = await verify(await gateway.text(path), rootsOf(installation));
  if (verdict.holds && verdict.isRooted) return verdict;
  throw unproven(...verdict.lines.filter(({ ok }) => ok === false).map(evidenceLine));
}

/** A transfer as its evidence proves it. */
export async function provenTransfer(session: Session, id: string, desk: Desk): Promise<ProvenTransfer> {
  const { transfer } = await evidenceOf(session, {
    ...{ path: evidencePath(id), verify: verifyTransfer, desk },
  });
  if (transfer?.id === id) return transfer;
  throw unproven(transfer ? `  it is of ${transfer.id}, not of ${id}` : '  nothing was decided yet');
}

export const unproven = (...lines: readonly string[]) =>
  mismatched('nothing was signed: the evidence does not prove what is asked', ...lines);

/** What the files of this client remember of the gateway. */
export function rootsOf({
  foundingDigest,
  logKey,
  chain,
}: InstallationView): Required<Omit<Roots, 'witnessPolicy'>> {
  try {
    return { founding: parseBytes32(foundingDigest), logKey: parseVerifierKey(logKey), chainId: chain.id };
  } catch (error) {
    if (error instanceof MalformedLogText || error instanceof TypeError)
      throw mismatched(`the gateway's roots: ${error.message}`);
    throw error;
  }
}
