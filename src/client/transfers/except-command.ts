import type { Command } from 'commander';
import { exceptionStatement } from '../../domain/exceptions/policy-exception.js';
import { parsePlainText } from '../../domain/values/text.js';
import { type UnixSeconds, printUtc } from '../../domain/values/time.js';
import { TransferView } from '../../transfer-api/views/transfer-row.contract.js';
import { ExceptionStatementView } from '../../transfer-api/views/transfers.contract.js';
import { readMoment } from '../naming/written.js';
import { provenTransfer } from '../evidence/evidence-of.js';
import { isWhole, requireShownAs } from '../evidence/shown-as-proven.js';
import { onlineCommand, sayAnswer } from '../session/action.js';
import type { OnlineOptions } from '../session/online-options.js';
import { openSession } from '../session/session.js';
import { signerOf, usableKeys } from '../session/signing-session.js';
import { ceilingOf, exceptionProven, heldBy } from '../statements/exception-statement.js';
import {
  type SigningOptions,
  signatureOver,
  statementToSign,
  withSigningOptions,
} from '../statements/signing.js';
import type { Desk } from '../terminal/desk.js';
import { refused, refusedFor } from '../terminal/failures.js';
import { transferText } from './transfer-text.js';
import { TRANSFER, transferAt, transferOrOnly } from './which-transfer.js';

interface ExceptOptions extends OnlineOptions, SigningOptions {
  readonly rule?: string;
  readonly ceiling?: string;
  readonly reason: string;
  readonly ticket: string;
  readonly expires?: string;
}

const REASON_MAX = 280;

export function exceptCommand(desk: Desk): Command {
  return withSigningOptions(onlineCommand('except', 'Except a transfer from a rule that holds it, once'))
    .argument('[transfer]', `${TRANSFER}; not needed where only one waits for you`)
    .option('--rule <id>', 'which rule; not needed where only one holds it')
    .option('--ceiling <amount>', 'up to how much, such as "90 ETH"; what the rule measures, if left out')
    .requiredOption('--reason <text>', 'why; it is signed')
    .requiredOption('--ticket <label>', 'where that is on file')
    .option('--expires <when>', 'until when: 12h, or a time in UTC; when the transfer expires, if left out')
    .addHelpText('after', EXAMPLES)
    .action(async (wanted: string | undefined, options: ExceptOptions) => {
      const session = await openSession(options, desk);
      const { gateway } = session;
      const transfer = await transferAt(gateway, await transferOrOnly(gateway, wanted, ['except']));
      if (!isWhole(transfer)) throw refused(`${transfer.id} is not shown to you`);
      const proven = await provenTransfer(session, transfer.id, desk);
      requireShownAs(transfer, proven);
      const held = heldBy(proven, options.rule);
      const terms = termsOf(options, proven.intent.expiresAt);
      const ceiling = ceilingOf(held, proven.asset, options.ceiling);
      const { reason, ticket } = terms;
      const body = { rule: held.rule, ceiling, reason, ticket, expiresAt: printUtc(terms.expiresAt) };
      const path = `/v1/transfers/${transfer.id}`;
      const served = await gateway.get(`${path}/exception-statement`, ExceptionStatementView, body);
      if (!served.mayAnswer && served.because !== null) throw refusedFor(served.because);
      const { exception, rows } = exceptionProven(proven, { held, terms, ceiling, served });
      const toSign = statementToSign(exceptionStatement(exception), {
        rows,
        served,
        keys: usableKeys(session),
      });
      const signer = await signerOf(session, { desk, options });
      const signature = await signatureOver(toSign, { desk, signer, options });
      await gateway.post(`${path}/exceptions`, { ...body, signature }, TransferView);
      // The whole of it says who is still missing.
      const after = await transferAt(gateway, transfer.id);
      sayAnswer(desk, options, { text: transferText(after), json: after });
    });
}

function termsOf({ ceiling, reason, ticket, expires }: ExceptOptions, transferExpiresAt: UnixSeconds) {
  return {
    ...{ ceiling, ticket, reason: parsePlainText(reason, REASON_MAX) },
    expiresAt: expires === undefined ? transferExpiresAt : readMoment(expires, Date.now()),
  };
}

const EXAMPLES = `
Examples:
  sluice except --reason "quarter end" --ticket CMP-77
  sluice except "Refill, TICKET-1" --rule eth-per-transfer --ceiling "90 ETH" --reason "quarter end" --ticket CMP-77`;
