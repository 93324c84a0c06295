import type { DestinationView } from '../../../address-book/destinations.contract.js';
import { ControlChallengeView } from '../../../changes/destinations/destination-challenges.contract.js';
import { controlStatement } from '../../../domain/address-book/control.js';
import { inGroups } from '../../../domain/evidence/signer-words.js';
import { recoverSigner } from '../../../domain/signatures/recover-signer.js';
import { statementDigest, statementJson } from '../../../domain/signatures/statement.js';
import { parseAddress } from '../../../domain/values/address.js';
import { type Json, canonicalJson, plain } from '../../../domain/values/canonical-json.js';
import { parseBytes32 } from '../../../domain/values/hex.js';
import { parseUtc } from '../../../domain/values/time.js';
import type { Session } from '../../session/session.js';
import { commandSigner } from '../../signers/command-signer.js';
import type { Desk } from '../../terminal/desk.js';
import { mismatched, misused } from '../../terminal/failures.js';
import { rowsText } from '../../terminal/tables.js';

interface Named {
  readonly label: string;
  readonly address: string;
  readonly owner: string;
}

interface ControlOptions {
  readonly unproven?: string;
  readonly controlSigner?: string;
}

interface Around {
  readonly session: Session;
  readonly desk: Desk;
  readonly before: DestinationView | undefined;
}

/** The proof that its owner controls the address: made now, left out for a reason, or that of the version before. */
export async function controlOf(
  named: Named,
  { unproven, controlSigner }: ControlOptions,
  { session, desk, before }: Around,
): Promise<Json> {
  if (unproven !== undefined) return { kind: 'none', reason: unproven };
  if (controlSigner !== undefined) return provenBy(controlSigner, named, { session, desk });
  if (!before)
    throw misused('who controls the address? prove it by --control-signer, or say why not by --unproven');
  if (before.control.kind === 'eip1271') {
    const { blockHash: _, ...claim } = before.control;
    return claim;
  }
  return { ...before.control };
}

async function provenBy(
  command: string,
  { label, owner, ...named }: Named,
  { session: { gateway, installation }, desk }: Pick<Around, 'session' | 'desk'>,
): Promise<Json> {
  const address = parseAddress(named.address);
  const asked = { address, label, owner };
  const served = await gateway.post('/v1/destinations/control-challenges', asked, ControlChallengeView);
  const statement = controlStatement(
    { chainId: installation.chain.id, ...asked },
    {
      installation: parseBytes32(installation.foundingDigest),
      challenge: parseBytes32(served.challenge),
      expiresAt: parseUtc(served.expiresAt),
    },
  );
  const [typedData, digest] = [statementJson(statement), statementDigest(statement)];
  if (digest !== served.digest || canonicalJson(plain(typedData)) !== canonicalJson(served.typedData))
    throw mismatched('nothing was signed: the gateway asks for another proof than its parts make');
  const signer = commandSigner(command, address, desk.environment);
  desk.tell(
    `\n${rowsText([
      { name: 'Proves', value: `that ${label} is its own, of ${owner}` },
      { name: 'Dest. address', value: inGroups(address) },
      { name: 'Digest to sign', value: inGroups(digest) },
    ])}\n\nSigning by ${signer.what}`,
  );
  const signature = await signer.signTypedData(typedData, digest);
  if ((await recoverSigner(digest, signature)) !== address)
    throw mismatched(
      `nothing was sent: ${signer.what} signed something else, or by another key than ${address}`,
    );
  return { kind: 'eoa', signature, challenge: served.challenge, expiresAt: served.expiresAt };
}
