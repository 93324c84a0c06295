import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { LOG_SETTINGS } from '../../test/log-settings.js';
import { loadConfig } from '../config/config.js';
import { sandboxFounding } from '../../sandbox/founding.js';
import { prepareFounding } from './set-up.js';

const address = '0xf3A9C1D4E5b60718293A4b5c6D7E8F9001122334';
const document = sandboxFounding({
  safes: [{ label: 'Cold Safe 1', address }],
  token: { address, codeHash: `0x${'ab'.repeat(32)}` },
  hotWallet: address,
  now: new Date(1_800_000_000_000),
});

// Nothing listens there: a document that is not usable is refused before anybody is asked.
const config = loadConfig({
  DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
  RPC_URLS: 'rpc-1=http://127.0.0.1:1,rpc-2=http://127.0.0.1:2',
  CHAIN_ID: '31337',
  RELAYER_PRIVATE_KEY: `0x${'4c'.repeat(32)}`,
  FOUNDING_DIGEST: `0x${'00'.repeat(32)}`,
  ...LOG_SETTINGS,
  SESSION_SECRET: 'a secret that is longer than 32 characters',
  PUBLIC_ORIGIN: 'http://localhost:3000',
});

const [person] = document.people;
const [entry] = document.destinations;

describe('a founding document', () => {
  it.each([
    ['a member that is not known', { admin: true }, '/admin'],
    ['no policy', { policy: undefined }, '/policy'],
    ['nobody', { people: [] }, '/people'],
    ['no Safe', { safes: [] }, '/safes'],
    ['no asset', { assets: [] }, '/assets'],
    [
      'an address without a checksum',
      { safes: [{ ...document.safes[0], address: address.toLowerCase() }] },
      '/safes/0/address',
    ],
    ['a role that is none', { people: [{ ...person, roles: ['root'] }] }, '/people/0/roles/0'],
    ['a person without a key', { people: [{ ...person, keys: [] }] }, '/people/0/keys'],
    ['a confusable label', { destinations: [{ ...entry, label: 'H\u043et' }] }, '/destinations/0/label'],
    ['a name with a hidden character', { people: [{ ...person, name: 'Ada\u200b' }] }, '/people/0/name'],
    ['a destination for nothing', { destinations: [{ ...entry, assetIds: [] }] }, '/destinations/0/assetIds'],
    ['a rule that skips itself', { policy: { ...document.policy, skip: true } }, '/policy/skip'],
  ])('is refused with %s, which the error points at', async (_case, change, pointer) => {
    const text = JSON.stringify({ ...document, ...change });
    await expect(prepareFounding(config, text)).rejects.toThrow(/^The founding document is not usable/);
    await expect(prepareFounding(config, text)).rejects.toThrow(`\n  ${pointer}: `);
  });

  it.each([
    ['a member twice', JSON.stringify(document).replace('{"people":', '{"people":[],"people":')],
    ['a comment', `// founding\n${JSON.stringify(document)}`],
    ['nothing at all', ''],
    ['a list', '[]'],
  ])('is refused as JSON with %s', async (_case, text) => {
    await expect(prepareFounding(config, text)).rejects.toThrow(/^The founding document is not usable/);
  });

  it('is usable as the runbook has it', async () => {
    const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
    const [, example = ''] = /## Founding.*?```json\n(.*?)```/s.exec(runbook) ?? [];
    // It gets as far as to the database, where nobody answers.
    await expect(prepareFounding(config, example)).rejects.toThrow('ECONNREFUSED');
  });
});
