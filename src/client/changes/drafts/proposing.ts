import type { Command } from 'commander';
import { ProgramFailure } from '../../../cli/program-failure.js';
import { ChangeView, DraftView } from '../../../changes/changes.contract.js';
import { plain } from '../../../domain/values/canonical-json.js';
import { printUtc } from '../../../domain/values/time.js';
import { provenRegister } from '../../evidence/proven-register.js';
import { liftedRows } from '../../freezes/lifted-freezes.js';
import { readMoment } from '../../naming/written.js';
import { onlineCommand, sayAnswer } from '../../session/action.js';
import type { OnlineOptions } from '../../session/online-options.js';
import { type Session, openSession, personOf } from '../../session/session.js';
import { signerOf, usableKeys } from '../../session/signing-session.js';
import { changeShown, changeWord } from '../../statements/change-statement.js';
import {
  type SigningOptions,
  signatureOver,
  statementToSign,
  withSigningOptions,
} from '../../statements/signing.js';
import type { Desk } from '../../terminal/desk.js';
import { EXIT } from '../../terminal/exit-codes.js';
import { changeRows, progressText } from './change-text.js';
import { type Wish, requireWanted } from './drafted-wish.js';
import { type Draft, KeptDrafts } from './kept-drafts.js';

export interface ProposeOptions extends OnlineOptions, SigningOptions {
  readonly expires?: string;
  readonly draft?: string;
}

/** A wish, and how it is made again. */
export interface Wanted extends Omit<Wish, 'expiresAt'> {
  /** Options that make the same content again, where it has a moment of its own. */
  readonly again?: readonly string[];
}

/** A command that proposes a change, with the options that all of them take. */
export function proposeForm(name: string, description: string): Command {
  return withSigningOptions(onlineCommand(name, description))
    .option('--expires <when>', 'until when it is approved: 2d, or a time in UTC; a week if left out')
    .option('--draft <id>', 'sign the draft that was shown before');
}

export const FOR_SCRIPTS = `For a script: run it once with --no-input. It shows what would be signed, signs nothing, and says by which options
the same is signed within five minutes.`;

/** Drafts what is wanted, shows what it says, and proposes it once it is signed. */
export async function propose(
  desk: Desk,
  options: ProposeOptions,
  wantedBy: (session: Session) => Promise<Wanted>,
): Promise<void> {
  const session = await openSession(options, desk);
  personOf(session);
  const { again = [], ...wanted } = await wantedBy(session);
  const wish = {
    ...wanted,
    expiresAt: options.expires === undefined ? undefined : printUtc(readMoment(options.expires, Date.now())),
  };
  const proposed = await proposedAs(wish, { session, desk, options, again });
  sayAnswer(desk, options, { text: progressText(proposed), json: proposed });
}

async function proposedAs(
  wish: Wish,
  {
    session,
    desk,
    options,
    again,
  }: {
    readonly session: Session;
    readonly desk: Desk;
    readonly options: ProposeOptions;
    readonly again: readonly string[];
  },
): Promise<ChangeView> {
  const { gateway, installation } = session;
  const drafts = new KeptDrafts(desk.environment);
  const { change: shown, statement: served } =
    options.draft === undefined ? await draftOf(wish, session) : drafts.read(options.draft);
  // When the draft was made, "in two days" was another moment.
  requireWanted(options.draft === undefined ? wish : { ...wish, expiresAt: undefined }, shown);
  const register = await provenRegister(session, desk);
  const change = changeShown(register, shown);
  const word = { person: personOf(session).id, decision: 'propose', reason: '' } as const;
  const toSign = statementToSign(changeWord(change, word, { served, installation, register }), {
    rows: [...changeRows(shown), ...(await liftedRows(gateway, shown))],
    ...{ served, keys: usableKeys(session), again: [...again, `--draft=${shown.id}`] },
  });
  const signer = await signerOf(session, { desk, options });
  const signature = await signatureOver(toSign, { desk, signer, options }).catch((error: unknown) => {
    if (error instanceof ProgramFailure && error.exitCode === EXIT.usage)
      drafts.keep({ change: shown, statement: served });
    throw error;
  });
  const { at, head } = served;
  const proposed = await gateway.post('/v1/changes', { id: shown.id, at, head, signature }, ChangeView);
  drafts.forget(shown.id);
  return proposed;
}

function draftOf({ kind, subject, content, expiresAt }: Wish, { gateway }: Session): Promise<Draft> {
  const body = { kind, subject, content, expiresAt };
  return gateway.post('/v1/changes/drafts', plain(body), DraftView);
}
