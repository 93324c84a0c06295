import { afterAll, describe, expect, it } from '@jest/globals';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { Keystore } from 'ox';
import { privateKeyToAddress } from 'viem/accounts';
import { z } from 'zod';
import { Folder } from '../../../test/builders/sluice-command.js';
import { FakeDesk } from '../../../test/builders/fake-desk.js';
import { decryptKeystore, readKeystore } from './keystore.js';
import { keystoreSigner } from './keystore-signer.js';

const File = z.looseObject({ crypto: z.looseObject({ kdfparams: z.looseObject({}) }) });
const { files } = z
  .looseObject({
    files: z.array(
      z.object({ name: z.string(), password: z.string(), key: z.string().nullable(), file: File }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('../../../test/vectors/keystores.json', import.meta.url), 'utf8')));
const whole = files.filter(({ key }) => key !== null);
const [light] = whole.filter(({ name }) => name.startsWith('light'));
const [short] = files.filter(({ key }) => key === null);
if (!light || !short) throw new Error('the vectors are not complete');

const read = (file: unknown) => readKeystore(JSON.stringify(file), 'key.json');

describe('a keystore', () => {
  it.each(whole)('of $name opens with its passphrase', ({ file, password, key }) => {
    expect(decryptKeystore(read(file), password, 'key.json')).toBe(key);
  });

  it('opens with no other passphrase, and says no more', () => {
    const { file } = light;
    expect(() => decryptKeystore(read(file), 'Test', 'key.json')).toThrow(
      /another passphrase, or the file is damaged/,
    );
  });

  it('whose key has not 32 bytes is refused', () => {
    expect(() => decryptKeystore(read(short.file), short.password, 'key.json')).toThrow(/no key of 32 bytes/);
  });

  it('that says Crypto, as some do, is read too', () => {
    const { crypto, ...rest } = light.file;
    expect(decryptKeystore(read({ ...rest, Crypto: crypto }), 'test', 'key.json')).toBe(light.key);
  });

  it.each([
    ['no JSON', 'nothing'],
    ['another version', JSON.stringify({ ...light.file, version: 1 })],
    [
      'another cipher',
      JSON.stringify({ ...light.file, crypto: { ...light.file.crypto, cipher: 'aes-128-cbc' } }),
    ],
    [
      'work that has no end',
      JSON.stringify({
        ...light.file,
        crypto: { ...light.file.crypto, kdfparams: { ...light.file.crypto.kdfparams, n: 2 ** 26 } },
      }),
    ],
    ...(
      [
        ['more memory than is given', { n: 2 ** 23, r: 1 }],
        ['an n that scrypt does not take', { n: 1000 }],
      ] as const
    ).map(([name, params]) => {
      const { crypto } = light.file;
      const kdfparams = { ...crypto.kdfparams, ...params };
      return [name, JSON.stringify({ ...light.file, crypto: { ...crypto, kdfparams } })];
    }),
    [
      'another iv',
      JSON.stringify({ ...light.file, crypto: { ...light.file.crypto, cipherparams: { iv: 'abcd' } } }),
    ],
  ])('of %s is wrong usage', (_name, text) => {
    expect(() => readKeystore(text, 'key.json')).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});

describe(keystoreSigner.name, () => {
  const folder = new Folder();
  const path = folder.file(light.file);
  afterAll(() => {
    folder.remove();
  });

  it('asks for the passphrase, and shows nothing of it', async () => {
    const desk = new FakeDesk({}, ['test']);
    const signer = await keystoreSigner(path, { desk, mayAsk: true });
    expect(signer.address).toBe(privateKeyToAddress(light.key as `0x${string}`));
    expect(desk.asked).toEqual([`Passphrase of ${path}: `]);
    expect([...desk.said, ...desk.told].join('')).not.toContain('test');
  });

  it('reads it from a descriptor, without the end of its line', async () => {
    const fd = openSync(folder.file('test\n'), 'r');
    const signer = await keystoreSigner(path, {
      desk: new FakeDesk(),
      mayAsk: false,
      passphraseFd: String(fd),
    });
    closeSync(fd);
    expect(signer.address).toBe(privateKeyToAddress(light.key as `0x${string}`));
  });

  it('asks nobody where nobody is, or may be asked', async () => {
    const wrongUsage = { exitCode: 2 };
    await expect(keystoreSigner(path, { desk: new FakeDesk(), mayAsk: true })).rejects.toMatchObject(
      wrongUsage,
    );
    const desk = new FakeDesk({}, ['test']);
    await expect(keystoreSigner(path, { desk, mayAsk: false })).rejects.toMatchObject(wrongUsage);
    for (const passphraseFd of ['test', '998'])
      await expect(keystoreSigner(path, { desk, mayAsk: true, passphraseFd })).rejects.toMatchObject(
        wrongUsage,
      );
  });

  it('refuses 32 bytes that are no key, and repeats nothing of them', async () => {
    const beyond = 'f'.repeat(64);
    const [derived, options] = Keystore.pbkdf2({
      password: 'test',
      iterations: 10,
      iv: `0x${'00'.repeat(16)}`,
    });
    const file = folder.file(Keystore.encrypt(`0x${beyond}`, derived, options));
    const failure: unknown = await keystoreSigner(file, {
      desk: new FakeDesk({}, ['test']),
      mayAsk: true,
    }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ exitCode: 1, message: expect.not.stringContaining(beyond) });
  });

  it('refuses a file that names the address of another key', async () => {
    const other = folder.file({ ...light.file, address: '1BcB8e569EedAb4668e55145Cfeaf190902d3CF2' });
    const signing = keystoreSigner(other, { desk: new FakeDesk({}, ['test']), mayAsk: true });
    await expect(signing).rejects.toMatchObject({ exitCode: 8 });
  });
});
