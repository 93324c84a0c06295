import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { ProgramFailure } from '../../src/cli/program-failure.js';
import { KeptFiles } from '../../src/client/gateway/kept-files.js';
import { onlineCommands } from '../../src/client/online-commands.js';
import { sandboxPerson } from '../../src/client/signers/sandbox-signer.js';
import type { ChangeView } from '../../src/changes/changes.contract.js';
import { type ChangeDecision, changeStatement } from '../../src/domain/changes/change.js';
import { KINDS } from '../../src/domain/changes/kinds.js';
import { DomainError } from '../../src/domain/errors.js';
import { statementDigest, statementJson } from '../../src/domain/signatures/statement.js';
import { replay } from '../../src/domain/register/replay.js';
import { readAct } from '../../src/domain/changes/act.js';
import { type Json, canonicalJson, plain } from '../../src/domain/values/canonical-json.js';
import { parseBytes32 } from '../../src/domain/values/hex.js';
import { parseId } from '../../src/domain/values/identifier.js';
import { parseUtc } from '../../src/domain/values/time.js';
import { newId } from '../../src/infra/database/new-id.js';
import { recordedBundle } from '../vectors/evidence-bundle.js';
import { FakeDesk } from './fake-desk.js';
import { destinationContent } from './governed.js';
import { type Answering, smallGateway } from './small-gateway.js';
import type { Folder } from './sluice-command.js';

// The register is the one of the recorded transfer.
const { acts: signedActs, installation: founded, log } = recordedBundle();
export const LOG_KEY = log.key;
const FOUNDING = parseBytes32(founded.id);
const read = signedActs.flatMap((act) => readAct(canonicalJson(act)) ?? []);
export const LEDGER = await replay(FOUNDING, read);
const HEAD = LEDGER.head;
const CHAIN = 31337;
export const AT = '2026-11-22T08:30:00Z';

const installation = {
  ...{ name: 'sluice', version: '0.1.0', origin: 'http://localhost', warning: '', isSandbox: true },
  chain: { id: CHAIN, name: 'Sandbox' },
  signIn: { wallet: true, passkey: false, whyNoPasskey: 'no', openId: false },
  ...{ foundingDigest: FOUNDING, logKey: LOG_KEY, consoleHash: null, sandboxWallet: null },
};

const clara = parseId('per', newId('per'));
const tessa = parseId('per', newId('per'));
export const CLARAS_KEY = sandboxPerson('Clara', installation).address ?? '';

const key = { id: CLARAS_KEY, kind: 'evm', purpose: 'confirmation', label: null, activeFrom: AT };
const principal = {
  ...{ kind: 'person', id: clara, name: 'Clara', roles: ['compliance'], groups: ['governance'] },
  keys: [{ ...key, lastUsedAt: null, usable: true }],
  ...{ ownerOf: [], method: 'wallet', openedAt: AT, endsAt: AT, idleEndsAt: AT },
};
const person = (id: string, name: string) => ({
  ...{ id, name, roles: [], groups: [], removedAt: null, keys: [] },
});

/** What is shown otherwise of a change, fitting together or not. */
export type ChangeParts = { readonly [K in keyof ChangeView]?: unknown };

/** What a gateway says of a new entry of the address book that Tessa has proposed. */
export function aChange(parts: ChangeParts = {}): ChangeView {
  const content = destinationContent({ label: 'Hot wallet 3', chainId: CHAIN });
  const [id, subject] = [newId('chg'), newId('dst')];
  const names = { person: (each: string) => each, asset: (each: string) => each };
  return {
    ...{ id, kind: 'destination', subject, state: 'proposed', direction: 'loosens', before: null, content },
    sentences: [...KINDS.destination.sentences(subject, { before: null, after: content }, names)],
    require: [{ group: 'governance', count: 2 }],
    missing: [{ group: 'governance', needed: 2, have: 0, people: [{ id: clara, name: 'Clara' }] }],
    ...{ delaySeconds: 86_400, activeFrom: null, because: null, proposer: tessa, proposerName: 'Tessa' },
    ...{ objectLabel: 'Hot wallet 3', base: null, expiresAt: '2026-11-29T08:30:00Z', isRecovery: false },
    answers: [],
    ...parts,
  } as ChangeView;
}

/** The statement of a word of Clara's on it. */
export function statementOf(
  change: ChangeView,
  decision: ChangeDecision,
  reason = '',
  { at = AT, head = HEAD } = {},
) {
  const { id, kind, subject, content, sentences, base, proposer, expiresAt } = change;
  const statement = changeStatement(
    {
      ...{ kind, subject, content, sentences, id: parseId('chg', id), expiresAt: parseUtc(expiresAt) },
      base: base === null ? null : parseBytes32(base),
      proposerId: proposer === null ? null : parseId('per', proposer),
    },
    { personId: clara, decision, reason, at: parseUtc(at), head },
    { chainId: CHAIN, id: FOUNDING },
  );
  return { at, head, typedData: plain(statementJson(statement)), digest: statementDigest(statement) };
}

/** As one that Clara drafts herself. */
export function aDraft(parts: ChangeParts = {}) {
  const change = aChange({ state: 'drafted', proposer: clara, proposerName: 'Clara', ...parts });
  return { change: { ...change, review: null }, statement: statementOf(change, 'propose') };
}

export type Answers = Readonly<
  Record<string, (heard: Parameters<Answering>[0]) => { status?: number; json: unknown } | Buffer>
>;

/** A client at which Clara is signed in, and a gateway that answers "METHOD /path" as it is told. */
export async function claraAt(folder: Folder, answers: Answers) {
  const common: Answers = {
    'GET /v1/installation': () => ({ json: installation }),
    'GET /v1/sessions/current': () => ({ json: principal }),
    'GET /v1/register': () => ({ json: { acts: signedActs } }),
    'GET /v1/people': () => ({ json: { data: [person(clara, 'Clara'), person(tessa, 'Tessa')] } }),
    'GET /v1/assets': () => ({ json: { data: [usdc()], nextCursor: null } }),
  };
  const small = await smallGateway((heard, response) => {
    const [path = ''] = heard.path.split('?');
    const answer = { ...common, ...answers }[`${heard.method} ${path}`]?.(heard);
    if (answer === undefined) throw new Error(`nobody answers ${heard.method} ${heard.path}`);
    if (!Buffer.isBuffer(answer)) return answer;
    response.end(answer);
    return undefined;
  });
  const home = { XDG_STATE_HOME: join(folder.path, newId('exp')), SLUICE_URL: small.origin };
  new KeptFiles(home).keepSession({
    ...{ origin: small.origin, cookie: 'sluice_session=1', person: { id: clara, name: 'Clara' } },
  });
  const sluice = (args: readonly string[], said: readonly string[] = []) =>
    ended(new FakeDesk({ ...home, XDG_CONFIG_HOME: home.XDG_STATE_HOME }, said), args);
  /** What was asked for, to be done. */
  const acts = () =>
    small.heard
      .filter(({ method }) => method === 'POST')
      .map(({ path, body }) => ({ path, body: JSON.parse(body) as Json }));
  return { ...small, sluice, acts };
}

function usdc() {
  const { assetIds } = destinationContent() as { assetIds: readonly string[] };
  return { kind: 'native', id: assetIds[0], chainId: CHAIN, symbol: 'USDC', isRemoved: false, decimals: 18 };
}

async function ended(desk: FakeDesk, args: readonly string[]) {
  const program = new Command('sluice').enablePositionalOptions();
  for (const command of onlineCommands(desk)) program.addCommand(command);
  const quiet = (command: Command): void => {
    command.exitOverride().configureOutput({ writeErr: (text) => void desk.told.push(text) });
    command.commands.forEach(quiet);
  };
  quiet(program);
  const code = await program.parseAsync(args, { from: 'user' }).then(() => 0, codeOf(desk));
  return { code, out: desk.said.join('\n'), err: desk.told.join('\n'), asked: desk.asked };
}

const codeOf = (desk: FakeDesk) => (error: unknown) => {
  if (error instanceof CommanderError) return 2;
  if (error instanceof DomainError) return 1;
  if (!(error instanceof ProgramFailure)) throw error;
  desk.told.push(error.message, ...error.lines);
  return error.exitCode;
};
