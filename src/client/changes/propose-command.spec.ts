import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { AT, type ChangeParts, aChange, aDraft, claraAt } from '../../../test/builders/governed-client.js';
import { aSample, webhookContent } from '../../../test/builders/governed.js';
import { Folder } from '../../../test/builders/sluice-command.js';
import { KINDS } from '../../domain/changes/kinds.js';
import { newId } from '../../infra/database/new-id.js';

const folder = new Folder();
let stop: (() => Promise<void>) | undefined;
afterEach(() => stop?.());
afterAll(() => {
  folder.remove();
});

const CLARA = ['--as', 'Clara', '--yes'];
const noNames = { person: (id: string) => id, asset: (id: string) => id };

/** A gateway that drafts a webhook as it is told. */
async function drafting(parts: ChangeParts = {}) {
  const { content } = aSample('webhook');
  const subject = newId('whk');
  const drafted = aDraft({
    ...{ kind: 'webhook', subject, content, objectLabel: 'Operations' },
    sentences: [...KINDS.webhook.sentences(subject, { before: null, after: content }, noNames)],
    ...parts,
  });
  const at = await claraAt(folder, {
    'POST /v1/changes/drafts': () => ({ status: 201, json: drafted }),
    'POST /v1/changes': () => ({ status: 201, json: { ...aChange(), id: drafted.change.id } }),
  });
  ({ stop } = at);
  return { ...at, drafted, file: folder.file(content) };
}

describe('sluice change propose', () => {
  it('drafts what stands in a file, shows it, and proposes it by a signature', async () => {
    const { sluice, acts, file, drafted } = await drafting();
    const { code, err } = await sluice([
      'change',
      'propose',
      '--kind',
      'webhook',
      '--content',
      file,
      ...CLARA,
    ]);
    expect([code, err]).toEqual([0, expect.stringContaining('Add the webhook "Operations"')]);
    expect(acts()).toEqual([
      { path: '/v1/changes/drafts', body: { kind: 'webhook', content: webhookContent() } },
      {
        path: '/v1/changes',
        body: expect.objectContaining({ id: drafted.change.id, at: AT, head: drafted.statement.head }),
      },
    ]);
  });

  it.each<readonly [string, ChangeParts]>([
    ['another content, in words of its own', otherUrl()],
    ['the content beside other words', { sentences: ['Add the webhook "Operations".'] }],
    ['another kind', { kind: 'unfreeze' }],
  ])('signs nothing where the gateway drafts %s', async (_name, parts) => {
    const { sluice, acts, file } = await drafting(parts);
    const { code } = await sluice(['change', 'propose', '--kind', 'webhook', '--content', file, ...CLARA]);
    expect([code, acts().map(({ path }) => path)]).toEqual([8, ['/v1/changes/drafts']]);
  });

  it('signs for a script the draft that it was shown, and no other', async () => {
    const { sluice, acts, file, drafted } = await drafting();
    const propose = (path: string, ...more: readonly string[]) =>
      sluice(['change', 'propose', '--kind', 'webhook', '--content', path, '--as', 'Clara', ...more]);
    const first = await propose(file, '--no-input');
    expect(first.code).toBe(2);
    const again = [`--draft=${drafted.change.id}`, `--yes=${drafted.statement.digest}`];
    expect(first.err).toContain(`  ${again.join(' ')}`);
    expect((await propose(folder.file(webhookContent({ label: 'Else' })), ...again)).code).toBe(8);
    expect((await propose(file, `--draft=${newId('chg')}`, again[1] ?? '')).code).toBe(10);
    expect((await propose(file, '--draft=../../x', again[1] ?? '')).code).toBe(2);
    expect((await propose(file, ...again)).code).toBe(0);
    // It is good for once.
    expect((await propose(file, ...again)).code).toBe(10);
    expect(acts().map(({ path }) => path)).toEqual(['/v1/changes/drafts', '/v1/changes']);
  });

  it.each([
    ['nothing', []],
    ['a form that there is not', ['polcy', 'policy.json']],
    ['a kind alone', ['--kind', 'webhook']],
    ['content and removal', ['--kind', 'webhook', '--content', 'x', '--remove']],
    ['a destination without an address', ['destination', '--label', 'X', '--asset', 'USDC']],
    ['a name behind --yes', ['--kind', 'webhook', '--yes', 'Operations']],
    ['a token without its code', ['asset', '--symbol', 'USDT', '--address', `0x${'12'.repeat(20)}`]],
    ['a Safe without a label', ['safe', '--address', `0x${'12'.repeat(20)}`]],
  ])('takes no command line with %s', async (_name, args) => {
    const { sluice, acts } = await drafting();
    expect((await sluice(['change', 'propose', ...args, ...CLARA])).code).toBe(2);
    expect(acts()).toEqual([]);
  });

  it('makes an entry of the address book from options, with assets by name', async () => {
    const { sluice, acts } = await drafting();
    const address = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
    await sluice([
      ...['change', 'propose', 'destination', '--label', 'Exchange 1', '--address', address],
      ...['--owner', 'Treasury', '--asset', 'usdc', '--limit', '5 USDC', '--canary', '1 USDC'],
      ...['--until', '2027-01-01T00:00:00Z', '--unproven', 'a deposit address', ...CLARA],
    ]);
    const [{ body } = { body: null }] = acts();
    const { content } = z.looseObject({ content: z.record(z.string(), z.json()) }).parse(body);
    const assetId = z.array(z.string()).parse(content['assetIds'])[0];
    expect(content).toEqual({
      ...{ chainId: 31337, label: 'Exchange 1', address, owner: 'Treasury', assetIds: [assetId] },
      ...{ limits: [{ assetId, maxPerTransfer: '5' }], canary: [{ assetId, max: '1' }], lookalikes: [] },
      ...{ expiresAt: '2027-01-01T00:00:00Z', control: { kind: 'none', reason: 'a deposit address' } },
    });
  });
});

function otherUrl(): ChangeParts {
  const content = webhookContent({ url: 'https://elsewhere.example/' });
  const subject = newId('whk');
  const sentences = [...KINDS.webhook.sentences(subject, { before: null, after: content }, noNames)];
  return { content, subject, sentences };
}
