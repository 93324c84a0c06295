import type { Command } from 'commander';
import { ChangeAnswerStatementView, ChangeView } from '../../changes/changes.contract.js';
import { parsePlainText } from '../../domain/values/text.js';
import { type UnixSeconds, parseUtc, printUtc } from '../../domain/values/time.js';
import { liftedRows } from '../freezes/lifted-freezes.js';
import { provenRegister } from '../evidence/proven-register.js';
import { onlineCommand, sayAnswer } from '../session/action.js';
import type { OnlineOptions } from '../session/online-options.js';
import { type Session, openSession, personOf } from '../session/session.js';
import { signerOf, usableKeys } from '../session/signing-session.js';
import { changeShown, changeWord } from '../statements/change-statement.js';
import {
  type SigningOptions,
  signatureOver,
  statementToSign,
  withSigningOptions,
} from '../statements/signing.js';
import type { Desk } from '../terminal/desk.js';
import { misused, refusedFor } from '../terminal/failures.js';
import { changeRows, progressText } from './drafts/change-text.js';
import { CHANGE, changeAt, changeOrOnly, ownChange } from './which-change.js';

const REASON_MAX = 280;

interface AnswerOptions extends OnlineOptions, SigningOptions {
  readonly reason?: string;
  readonly at?: string;
}

type Decision = 'approve' | 'reject' | 'withdraw';

interface Answering {
  readonly session: Session;
  readonly desk: Desk;
  readonly options: AnswerOptions;
  readonly decision: Decision;
}

export function approveCommand(desk: Desk): Command {
  return answerCommand(desk, 'approve', 'Approve a change by your signature').addHelpText(
    'after',
    `
Examples:
  sluice change approve
  sluice change approve "Hot wallet 3"
  sluice change approve chg_… --keystore clara.json
  sluice change approve --as Clara --yes

The sentences are made again here from the version before, as the signed acts of the register have it, and the content. If the gateway shows others, or asks for another
statement, nothing is signed, and the exit code is 8.

${FOR_SCRIPTS}`,
  );
}

const FOR_SCRIPTS = `For a script: run it once with --no-input. It shows what would be signed, signs nothing, and says by which options
the same is signed within five minutes.`;

export function rejectCommand(desk: Desk): Command {
  return answerCommand(desk, 'reject', 'Reject a change by your signature')
    .requiredOption('--reason <text>', 'why; it is signed too')
    .addHelpText(
      'after',
      `\nExample:\n  sluice change reject "Hot wallet 3" --reason "nobody knows this address"\n\n${FOR_SCRIPTS}`,
    );
}

export function withdrawCommand(desk: Desk): Command {
  return answerCommand(desk, 'withdraw', 'Withdraw a change that you proposed')
    .requiredOption('--reason <text>', 'why; it is signed too')
    .addHelpText(
      'after',
      `\nExample:\n  sluice change withdraw --reason "the address is another one"\n\n${FOR_SCRIPTS}`,
    );
}

function answerCommand(desk: Desk, decision: Decision, description: string): Command {
  const only =
    decision === 'withdraw' ? 'you proposed only one that is open' : 'only one waits for your answer';
  return withSigningOptions(onlineCommand(decision, description))
    .argument('[change]', `${CHANGE}; not needed where ${only}`)
    .option('--at <time>', 'sign for this moment, to sign the digest that was shown before')
    .action(async (wanted: string | undefined, options: AnswerOptions) => {
      const session = await openSession(options, desk);
      const { gateway } = session;
      const { id: person } = personOf(session);
      const id =
        decision === 'withdraw'
          ? await ownChange(gateway, wanted, person)
          : await changeOrOnly(gateway, wanted);
      const after = await answered(id, { session, desk, options, decision });
      sayAnswer(desk, options, { text: progressText(after), json: after });
    });
}

async function answered(id: string, { session, desk, options, decision }: Answering): Promise<ChangeView> {
  const { gateway, installation } = session;
  const reason = decision === 'approve' ? '' : parsePlainText(options.reason ?? '', REASON_MAX);
  const shown = await changeAt(gateway, id);
  const query = { decision, ...(decision !== 'approve' && { reason }) };
  const served = await gateway.get(`/v1/changes/${id}/statement`, ChangeAnswerStatementView, query);
  if (!served.mayAnswer && served.because !== null) throw refusedFor(served.because);
  const register = await provenRegister(session, desk);
  const change = changeShown(register, shown);
  const at = momentOf(options.at);
  const word = { person: personOf(session).id, decision, reason };
  const statement = changeWord(change, word, { served, installation, register, at });
  const moment = at === undefined ? served.at : printUtc(at);
  const toSign = statementToSign(statement, {
    rows: [...changeRows(shown), ...(await liftedRows(gateway, shown)), ...saysRows(word)],
    // Held against what is made here already, by its own moment.
    ...{ served: null, keys: usableKeys(session), again: [`--at=${moment}`] },
  });
  const signer = await signerOf(session, { desk, options });
  const signature = await signatureOver(toSign, { desk, signer, options });
  const body = { decision, at: moment, head: served.head, signature };
  return gateway.post(
    `/v1/changes/${id}/answers`,
    decision === 'approve' ? body : { ...body, reason },
    ChangeView,
  );
}

function saysRows({ decision, reason }: { readonly decision: Decision; readonly reason: string }) {
  if (decision === 'approve') return [{ name: 'You say', value: 'you approve it' }];
  return [
    { name: 'You say', value: `you ${decision === 'reject' ? 'reject' : 'withdraw'} it, because: ${reason}` },
  ];
}

function momentOf(written: string | undefined): UnixSeconds | undefined {
  if (written === undefined) return undefined;
  try {
    return parseUtc(written);
  } catch {
    throw misused(`--at ${written}: expected a time in UTC such as 2026-11-22T08:30:00Z`);
  }
}
