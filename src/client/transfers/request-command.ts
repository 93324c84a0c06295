import type { Command } from 'commander';
import { ProgramFailure } from '../../cli/program-failure.js';
import { intentStatement } from '../../domain/transfers/intent.js';
import { parseBytes32 } from '../../domain/values/hex.js';
import { printUtc } from '../../domain/values/time.js';
import { TransferView } from '../../transfer-api/views/transfer-row.contract.js';
import { IntentStatementView } from '../../transfer-api/views/transfers.contract.js';
import { type NamedAsset, assetCalled, destinationCalled, safeCalled } from '../naming/names.js';
import { readAmount, readMoment } from '../naming/written.js';
import { provenRegister } from '../evidence/proven-register.js';
import { requireRegistered } from '../evidence/registered-wish.js';
import { onlineCommand, sayAnswer } from '../session/action.js';
import type { OnlineOptions } from '../session/online-options.js';
import { type Session, openSession, personOf } from '../session/session.js';
import { signerOf, usableKeys } from '../session/signing-session.js';
import { type Wish, intentOf, intentRows, newSalt } from '../statements/intent-statement.js';
import {
  type SigningOptions,
  signatureOver,
  statementToSign,
  withSigningOptions,
} from '../statements/signing.js';
import type { Desk } from '../terminal/desk.js';
import { misused } from '../terminal/failures.js';
import { EXIT } from '../terminal/exit-codes.js';
import { exitOfState, reasonsOf, transferText } from './transfer-text.js';

interface RequestOptions extends OnlineOptions, SigningOptions {
  readonly to: string;
  readonly from?: string;
  readonly reference: string;
  readonly expires: string;
  readonly salt?: string;
}

export function requestCommand(desk: Desk): Command {
  return withSigningOptions(onlineCommand('request', 'Ask for a transfer, by your signed intent'))
    .argument('<amount...>', 'the amount with its asset, such as 1000 USDC')
    .requiredOption('--to <destination>', 'where it goes: a name in the address book, an address, or an id')
    .option('--from <safe>', 'the Safe that it leaves; not needed where there is only one')
    .requiredOption('--reference <text>', 'what it is for: your ticket, for example')
    .option(
      '--expires <when>',
      'how long it may take until it is relayed: 30m, 12h, 2d, or a time in UTC',
      '12h',
    )
    .option('--salt <bytes32>', 'make the same intent again, to sign the digest that was shown before')
    .addHelpText('after', EXAMPLES)
    .action(async (words: readonly string[], options: RequestOptions) => {
      const written = readAmount(words);
      const session = await openSession(options, desk);
      const wish = await wishOf(written, { session, options });
      requireRegistered(wish, await provenRegister(session, desk));
      const answer = await request(wish, { session, desk, options });
      sayAnswer(desk, options, { text: transferText(answer), json: answer });
      const exit = exitOfState(answer);
      if (exit === EXIT.fine) desk.tell(`Follow it: sluice transfer watch ${answer.id}`);
      else
        throw new ProgramFailure(
          exit,
          `the transfer is ${answer.state}`,
          reasonsOf(answer).map((each) => `  ${each}`),
        );
    });
}

const EXAMPLES = `
Examples:
  sluice transfer request 1000 USDC --to "Hot wallet 1" --reference "Refill, TICKET-1"
  sluice transfer request 2.5 ETH --from "Cold 1" --to "Hot wallet 1" --reference Refill --expires 2h
  sluice transfer request 1 ETH --to "Hot wallet 1" --reference Refill --as Tessa --yes

What the gateway lists under these names has to be what is registered: the register is replayed from its signed acts
and the founding digest that was remembered when you signed in. Otherwise nothing is signed, and the exit code is 8.

For a script: run it once with --no-input. It shows what would be signed, signs nothing, and says by which options
the same is signed.`;

async function wishOf(
  { amount, symbol }: ReturnType<typeof readAmount>,
  { session, options }: { readonly session: Session; readonly options: RequestOptions },
): Promise<Wish> {
  const { gateway, installation } = session;
  const { id, name } = personOf(session);
  const [safe, asset, destination] = await Promise.all([
    safeCalled(gateway, options.from),
    assetCalled(gateway, symbol),
    destinationCalled(gateway, options.to),
  ]);
  requireWritten(amount, asset);
  return {
    ...{ safe, asset, destination, amount, chainId: installation.chain.id },
    ...{ reference: options.reference, requester: { id, name } },
    salt: options.salt === undefined ? newSalt() : parseBytes32(options.salt),
    expiresAt: readMoment(options.expires, Date.now()),
  };
}

/** What no transfer can be of is written wrongly, and refused as such. */
export function requireWritten(amount: string, { name, decimals }: NamedAsset): void {
  if (/^[0.]+$/.test(amount)) throw misused(`${amount} ${name}: nothing would move`);
  const [, fraction = ''] = amount.split('.');
  if (fraction.length > decimals)
    throw misused(`${amount} ${name}: ${name} has ${String(decimals)} decimals, and nothing is rounded`);
}

async function request(
  wish: Wish,
  {
    session,
    desk,
    options,
  }: { readonly session: Session; readonly desk: Desk; readonly options: RequestOptions },
): Promise<TransferView> {
  const intent = intentOf(wish);
  const named = {
    ...{ safe: intent.safeId, asset: intent.assetId, destination: intent.destinationId },
    ...{ amount: wish.amount, reference: intent.reference, salt: intent.salt },
    expiresAt: printUtc(intent.expiresAt),
  };
  const { decision, ...served } = await session.gateway.get(
    '/v1/intent-statement',
    IntentStatementView,
    named,
  );
  const rows = [
    ...intentRows(intent, wish),
    ...(decision === null ? [] : [{ name: 'Policy', value: decision.sentence }]),
  ];
  const again = [`--salt=${intent.salt}`, `--expires=${named.expiresAt}`];
  const toSign = statementToSign(intentStatement(intent), { rows, served, again, keys: usableKeys(session) });
  const signer = await signerOf(session, { desk, options });
  const signature = await signatureOver(toSign, { desk, signer, options });
  return session.gateway.post('/v1/transfers', { ...named, signature }, TransferView);
}
