import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { FakeDesk } from '../../../test/builders/fake-desk.js';
import { type Answering, smallGateway } from '../../../test/builders/small-gateway.js';
import { Folder } from '../../../test/builders/sluice-command.js';
import { KeptFiles } from '../gateway/kept-files.js';
import { loginCommand } from './session-commands.js';
import { openSession, personOf } from './session.js';

const folder = new Folder();
afterAll(() => {
  folder.remove();
});

const installation = {
  ...{ name: 'sluice', version: '0.1.0', origin: 'https://sluice.example', warning: '', isSandbox: false },
  chain: { id: 1, name: 'Ethereum Mainnet' },
  signIn: { wallet: true, passkey: true, whyNoPasskey: null, openId: false },
  ...{ foundingDigest: `0x${'11'.repeat(32)}`, logKey: 'log+1', consoleHash: null, sandboxWallet: null },
};
const service = {
  ...{ kind: 'service', id: 'key_01890a5d-ac96-774b-bcce-b302099a8057', name: 'watcher' },
  ...{ roles: ['auditor'], expiresAt: '2027-01-01T00:00:00Z' },
};
const unauthenticated = {
  ...{ type: '/docs/problems', title: 'Unauthenticated', status: 401, detail: 'sign in', instance: '/' },
  ...{ code: 'UNAUTHENTICATED', requestId: 'req_1', errors: [] },
};

let stop: (() => Promise<void>) | undefined;
afterEach(() => stop?.());

let count = 0;
/** A gateway of a chain with money on it, and a client that was never there. */
async function strangerAt(answer: Answering = () => undefined, set: object = {}) {
  count += 1;
  const state = { installation: { ...installation } };
  const small = await smallGateway((heard, response) =>
    heard.path === '/v1/installation' ? { json: state.installation } : answer(heard, response),
  );
  ({ stop } = small);
  const desk = new FakeDesk({ HOME: join(folder.path, String(count)), SLUICE_URL: small.origin, ...set });
  return { ...small, state, desk, files: new KeptFiles(desk.environment) };
}

const kept = (origin: string, name: string) => {
  return { origin, cookie: `sluice_session=${name}`, person: { id: `per_${name}`, name } };
};
const refused = (): ReturnType<Answering> => ({ status: 401, json: unauthenticated });

describe(openSession.name, () => {
  it('is nobody’s who is not signed in', async () => {
    const { desk } = await strangerAt();
    await expect(openSession({ input: true }, desk)).rejects.toMatchObject({ exitCode: 11 });
    await expect(openSession({ input: true, person: 'Ada' }, desk)).rejects.toThrow('Ada is not signed in');
  });

  it.each([
    [true, '--as'],
    [false, '--person'],
  ])('is one of several: in the sandbox (%s) they are told apart by %s', async (isSandbox, option) => {
    const { desk, files, origin, state } = await strangerAt();
    state.installation = { ...installation, isSandbox };
    for (const name of ['Tessa', 'Ada']) files.keepSession(kept(origin, name));
    await expect(openSession({ input: true }, desk)).rejects.toMatchObject({
      ...{ exitCode: 2, message: `Ada, Tessa are signed in at ${origin}: say who you are by ${option}` },
    });
  });

  it('of a demo person is for the sandbox: elsewhere nothing more is asked, and nothing signed', async () => {
    const { desk, heard, files, origin } = await strangerAt();
    files.keepSession(kept(origin, 'Tessa'));
    await expect(openSession({ input: true, as: 'Tessa' }, desk)).rejects.toThrow(/for the sandbox/);
    expect(heard.map(({ path }) => path)).toEqual(['/v1/installation']);
  });

  it('that has ended is forgotten', async () => {
    const { desk, files, origin, heard } = await strangerAt(refused);
    files.keepSession(kept(origin, 'Tessa'));
    await expect(openSession({ input: true }, desk)).rejects.toThrow(/has ended/);
    expect(heard.at(-1)?.headers.cookie).toBe('sluice_session=Tessa');
    expect(files.sessions(origin)).toEqual([]);
  });

  it('is of one person: several are named, and none is taken', async () => {
    const { desk, files, origin } = await strangerAt(refused);
    for (const name of ['Tessa', 'Ada']) files.keepSession(kept(origin, name));
    const opening = openSession({ input: true }, desk);
    await expect(opening).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('Ada, Tessa are'),
    });
  });

  it('of a service signs nothing', async () => {
    const { desk, heard } = await strangerAt(() => ({ json: service }), { SLUICE_API_KEY: 'slk_1' });
    const session = await openSession({ input: true }, desk);
    expect(session.principal.name).toBe('watcher');
    expect(heard.at(-1)?.headers.authorization).toBe('Bearer slk_1');
    expect(() => personOf(session)).toThrow(/a person has to/);
  });

  it('says once what everything is verified by, and ends at another installation under the same address', async () => {
    const { desk, state } = await strangerAt(refused);
    const opening = () => openSession({ input: true }, desk);
    await expect(opening()).rejects.toMatchObject({ exitCode: 11 });
    await expect(opening()).rejects.toMatchObject({ exitCode: 11 });
    expect(desk.told).toEqual([expect.stringContaining(installation.foundingDigest)]);
    for (const other of [
      { logKey: 'log+2' },
      { foundingDigest: `0x${'22'.repeat(32)}` },
      { chain: { id: 11155111, name: '' } },
    ]) {
      state.installation = { ...installation, ...other };
      await expect(opening()).rejects.toMatchObject({ exitCode: 8 });
      // It does not help to say so twice, or to call itself a sandbox on a chain with money.
      state.installation = { ...state.installation, isSandbox: true };
      await expect(opening()).rejects.toMatchObject({ exitCode: 8 });
    }
  });
});

describe('sluice login', () => {
  it('takes another installation for the one that is meant if both its roots are known from elsewhere', async () => {
    const { desk, files, origin, state } = await strangerAt(refused);
    await expect(openSession({ input: true }, desk)).rejects.toMatchObject({ exitCode: 11 });
    const foundingDigest = `0x${'22'.repeat(32)}`;
    state.installation = { ...installation, foundingDigest };
    const login = (...args: readonly string[]) =>
      loginCommand(desk).exitOverride().parseAsync(args, { from: 'user' });
    await expect(login('--founding', foundingDigest)).rejects.toMatchObject({ exitCode: 8 });
    await expect(login('--founding', foundingDigest, '--log-key', 'log+1')).rejects.toThrow(/whose key/);
    expect(files.pinned(origin)?.foundingDigest).toBe(foundingDigest);
  });

  it.each([
    ['--founding', `0x${'22'.repeat(32)}`],
    ['--log-key', 'log+2'],
  ])('ends where %s is known to be another', async (option, value) => {
    const { desk, heard, files, origin } = await strangerAt();
    const login = loginCommand(desk).exitOverride();
    await expect(login.parseAsync([option, value], { from: 'user' })).rejects.toMatchObject({ exitCode: 8 });
    expect(heard).toHaveLength(1);
    expect(files.pinned(origin)).toBeUndefined();
  });
});
