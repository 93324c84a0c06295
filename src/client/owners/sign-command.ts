import type { Command } from 'commander';
import { z } from 'zod';
import type { SignerView } from '../../domain/evidence/signer-view.js';
import { movementRows, peopleRows } from '../../domain/evidence/signer-words.js';
import { forOwner, verifyRequest } from '../../domain/evidence/verify-request.js';
import { type SafeTxTypedData, safeTxDigests, safeTxTypedData } from '../../domain/transfers/safe-tx-hash.js';
import { parseAddress } from '../../domain/values/address.js';
import { BurnRequestView } from '../../signature-relay/burns.contract.js';
import { SignatureRequestView } from '../../signature-relay/signature-relay.contract.js';
import type { TransferDetail } from '../../transfer-api/detail/transfer-detail.contract.js';
import { TransferView } from '../../transfer-api/views/transfer-row.contract.js';
import { evidenceOf, unproven } from '../evidence/evidence-of.js';
import { signedFilePath } from '../evidence/evidence-paths.js';
import { onlineCommand, sayAnswer } from '../session/action.js';
import type { OnlineOptions } from '../session/online-options.js';
import { type Session, openSession, personOf } from '../session/session.js';
import { chooseSigner } from '../signers/choose-signer.js';
import { sandboxKeyOf } from '../signers/sandbox-signer.js';
import type { Signer } from '../signers/signer.js';
import {
  type SigningOptions,
  type ToSign,
  signatureOver,
  withSigningOptions,
} from '../statements/signing.js';
import { transferText } from '../transfers/transfer-text.js';
import { type WaitOptions, waitedFor, withWaitOption } from '../transfers/waiting.js';
import { TRANSFER, transferAt, transferOrOnly } from '../transfers/which-transfer.js';
import type { Desk } from '../terminal/desk.js';
import { misused, mismatched, refused } from '../terminal/failures.js';

interface SignOptions extends OnlineOptions, SigningOptions, WaitOptions {
  readonly owner?: string;
}

export function signCommand(desk: Desk): Command {
  const signing = withSigningOptions(
    onlineCommand('sign', 'Sign a relayed transfer, or the burn of its nonce, as an owner'),
  );
  return withWaitOption(signing, 'it is relayed to the owners')
    .argument('[transfer]', `${TRANSFER}; not needed where only one waits for you`)
    .option('--owner <address>', 'by which of your owner keys; not needed where you have one')
    .addHelpText('after', EXAMPLES)
    .action(async (wanted: string | undefined, options: SignOptions) => {
      const session = await openSession(options, desk);
      const { gateway } = session;
      const id = await transferOrOnly(gateway, wanted, ['sign', 'sign-cancel']);
      await waitedFor(id, 'sign', { gateway, desk, options });
      const transfer = await transferAt(gateway, id);
      const owner = ownerOf(session, transfer, options.owner);
      const isBurn = transfer.state === 'cancelling';
      const under = `/v1/transfers/${id}${isBurn ? '/cancel' : ''}`;
      // Whether they are asked at all is the gateway's to say, with its own code.
      const asked = await gateway.get(`${under}/signature-request`, Request);
      const file = signedFilePath(id, isBurn);
      const view = await proven(session, id, { file, owner, desk });
      const toSign = toSignFor(view, { asked, owner });
      const signer = await ownersSigner(session, owner, { desk, options });
      const signature = await signatureOver(toSign, { desk, signer, options });
      await gateway.post(`${under}/owner-signatures`, { owner, signature }, TransferView);
      // The whole of it says who is still missing.
      const after = await transferAt(gateway, id);
      sayAnswer(desk, options, { text: transferText(after), json: after });
    });
}

const EXAMPLES = `
Examples:
  sluice sign
  sluice sign tr_… --signer 'cast wallet sign --ledger --data --from-file /dev/stdin'
  sluice sign "Refill, TICKET-1" --as Otto --wait 5m --yes

All the evidence of the transfer is verified first, as by sluice verify request, against the founding digest and the
log key that were remembered when you signed in. The Safe transaction is hashed here from its fields. If anything is
wrong, nothing is signed, and the exit code is 8.`;

function ownerOf(session: Session, { safe }: TransferDetail, wanted: string | undefined): string {
  const owned = personOf(session).ownerOf.filter((each) => each.safe === safe.id);
  const fitting = wanted === undefined ? owned : owned.filter(({ owner }) => owner === wanted);
  const [one, ...others] = fitting;
  if (!one) throw refused(`${wanted ?? personOf(session).name} is no owner of ${safe.label} here`);
  if (others.length > 0)
    throw misused('by which key? name it by --owner', ...owned.map(({ owner }) => `  ${owner}`));
  return one.owner;
}

/** What there is to sign, by the evidence alone. */
async function proven(
  session: Session,
  id: string,
  { file, owner, desk }: { readonly file: string; readonly owner: string; readonly desk: Desk },
): Promise<SignerView> {
  const verdict = await evidenceOf(session, { path: file, verify: verifyRequest, desk });
  if (verdict.request?.transfer !== id) throw unproven(`  it is not of ${id}`);
  const own = forOwner(verdict, parseAddress(owner));
  const fault = own.lines.filter(({ ok }) => ok === false).map(({ words }) => words);
  if (!own.request) throw refused(`nothing was signed: ${fault.join('; ')}`);
  return own.request;
}

const Request = z.union([SignatureRequestView, BurnRequestView]);

/** The Safe transaction from its fields, hashed here; and what the gateway asks for, to be the same. */
function toSignFor(
  view: SignerView,
  { asked, owner }: { readonly asked: z.output<typeof Request>; readonly owner: string },
): ToSign {
  const { chainId, safe, digests } = view;
  const transaction = transactionOf(view.message);
  const { digest } = safeTxDigests(transaction, chainId, safe.address);
  if (digest !== digests.eip712Digest)
    throw mismatched(`nothing was signed: the fields hash to ${digest}, not to ${digests.eip712Digest}`);
  return {
    ...{ digest, typedData: { ...safeTxTypedData(transaction, chainId, safe.address) } },
    served: { typedData: asked.typedData, digest: asked.digests.eip712Digest },
    keys: [owner],
    rows: [...movementRows(view), ...peopleRows(view)],
  };
}

function transactionOf(message: SafeTxTypedData['message']) {
  const { value, safeTxGas, baseGas, gasPrice, nonce, ...rest } = message;
  return {
    ...rest,
    ...{ value: BigInt(value), safeTxGas: BigInt(safeTxGas), baseGas: BigInt(baseGas) },
    ...{ gasPrice: BigInt(gasPrice), nonce: BigInt(nonce) },
  };
}

/** Whoever is a demo person has the owner's key too. The keystore of the session is that of another key. */
async function ownersSigner(
  { installation }: Session,
  owner: string,
  { desk, options }: { readonly desk: Desk; readonly options: SignOptions },
): Promise<Signer> {
  if (options.signer !== undefined || options.keystore !== undefined || options.as === undefined)
    return chooseSigner(options, { desk, installation, address: owner });
  const signer = sandboxKeyOf(parseAddress(owner), installation, options.as);
  if (!signer) throw refused(`the sandbox has no key of ${owner}`);
  return signer;
}
