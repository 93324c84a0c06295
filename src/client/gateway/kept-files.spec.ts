import { afterAll, describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Folder } from '../../../test/builders/sluice-command.js';
import { FakeDesk } from '../../../test/builders/fake-desk.js';
import { gatewayOrigin } from './gateway-url.js';
import { KeptFiles, type KeptSession } from './kept-files.js';

const folder = new Folder();
afterAll(() => {
  folder.remove();
});

let count = 0;
function fresh() {
  count += 1;
  const home = join(folder.path, String(count));
  const environment = { HOME: home };
  return { home, environment, files: new KeptFiles(environment) };
}

const session = (origin: string, name: string): KeptSession => {
  return { origin, person: { id: `per_${name}`, name }, cookie: `sluice_session=${name}` };
};
const [HERE, THERE] = ['https://sluice.example', 'https://other.example'];

/** Every file below, with its mode. */
function modesUnder(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8', withFileTypes: true }).map((entry) => {
    const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777;
    return `${entry.isFile() ? 'file' : 'folder'} ${mode.toString(8)}`;
  });
}

describe(KeptFiles.name, () => {
  it('keeps a session for each person at each gateway, readable by nobody else', () => {
    const { files, home } = fresh();
    for (const each of [session(HERE, 'Tessa'), session(HERE, 'Ada'), session(THERE, 'Tessa')])
      files.keepSession(each);
    files.keepSession({ ...session(HERE, 'Ada'), cookie: 'sluice_session=newer' });
    files.setProfile({ url: HERE, person: 'per_Tessa' });
    files.pin({ origin: HERE, chainId: 1, foundingDigest: '0x', logKey: 'log' });
    expect(
      files
        .sessions(HERE)
        .map(({ cookie }) => cookie)
        .sort(),
    ).toEqual(['sluice_session=Tessa', 'sluice_session=newer']);
    files.forgetSession(session(HERE, 'Ada'));
    expect([files.sessions(HERE).length, files.sessions(THERE).length]).toEqual([1, 1]);
    expect(files.pinned(HERE)?.chainId).toBe(1);
    expect(files.pinned(THERE)).toBeUndefined();
    expect(new Set(modesUnder(home))).toEqual(new Set(['file 600', 'folder 700']));
  });

  it('takes a file that it cannot read for none', () => {
    const { files, home } = fresh();
    files.keepSession(session(HERE, 'Tessa'));
    const under = join(home, '.local/state/sluice/sessions');
    const [name = ''] = readdirSync(under);
    writeFileSync(join(under, name), readFileSync(join(under, name), 'utf8').slice(0, 20));
    expect(files.sessions(HERE)).toEqual([]);
    expect(fresh().files.profile).toBeUndefined();
  });

  it('takes no gateway for a new one because what was remembered of it cannot be read', () => {
    const { files, home } = fresh();
    files.pin({ origin: HERE, chainId: 1, foundingDigest: '0x', logKey: 'log' });
    const under = join(home, '.local/state/sluice/gateways');
    const [name = ''] = readdirSync(under);
    writeFileSync(join(under, name), '');
    expect(() => files.pinned(HERE)).toThrow(expect.objectContaining({ exitCode: 8 }));
    writeFileSync(
      join(under, name),
      JSON.stringify({ origin: THERE, chainId: 1, foundingDigest: '', logKey: '' }),
    );
    expect(() => files.pinned(HERE)).toThrow(/cannot be read/);
    expect(files.pinned(THERE)).toBeUndefined();
  });
});

describe(gatewayOrigin.name, () => {
  const { files, environment } = fresh();
  const at = (url: string | undefined, set: object = {}) =>
    gatewayOrigin(url, new FakeDesk({ ...environment, ...set }), files);

  it('is the one that is named, else SLUICE_URL, else where one signed in last', () => {
    expect(() => at(undefined)).toThrow(/which gateway/);
    files.setProfile({ url: HERE, person: 'per_1' });
    expect(at(undefined)).toBe(HERE);
    expect(at(undefined, { SLUICE_URL: THERE })).toBe(THERE);
    expect(at('http://localhost:3000/', { SLUICE_URL: THERE })).toBe('http://localhost:3000');
  });

  it.each([
    ['http://sluice.example'],
    ['http://localhost.example'],
    ['http://127.0.0.1.example'],
    ['ftp://sluice.example'],
    ['https://sluice.example/v1'],
    ['sluice.example'],
    ['https://sluice.example@other.example'],
    ['https://:word@sluice.example'],
    ['https://sluice.example/#/v1'],
  ])('is not %s', (url) => {
    expect(() => at(url)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});
