import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { canonicalHash, type Json } from '../../domain/values/canonical-json.js';
import { FakeDesk } from '../../../test/builders/fake-desk.js';
import { people, requester, shownTransfer } from '../../../test/builders/shown-transfer.js';
import { smallGateway } from '../../../test/builders/small-gateway.js';
import type { ProgramFailure } from '../../cli/program-failure.js';
import { Folder } from '../../../test/builders/sluice-command.js';
import { privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import { TransferView } from '../../transfer-api/views/transfer-row.contract.js';
import { confirmCommand } from './answer-commands.js';

const folder = new Folder();
afterAll(() => {
  folder.remove();
});
let stop: (() => Promise<void>) | undefined;
afterEach(() => stop?.());

type Shown = Record<string, Json>;
const Id = z.object({ id: z.string() });
type Lie = (shown: Shown) => Shown;

const ada = {
  ...{ kind: 'person', id: 'per_01890a5d-ac96-774b-bcce-000000000009', name: 'Ada' },
  ...{ roles: ['approver'], groups: ['treasury'], method: 'wallet', openedAt: '2026-11-30T00:00:00Z' },
  ...{ endsAt: '2026-12-01T00:00:00Z', idleEndsAt: '2026-12-01T00:00:00Z', ownerOf: [], keys: [] },
};
const installation = {
  ...{ name: 'sluice', version: '0.1.0', origin: 'https://sluice.example', warning: '', isSandbox: true },
  chain: { id: 31337, name: 'a local test chain' },
  signIn: { wallet: true, passkey: true, whyNoPasskey: null, openId: false },
  ...{ foundingDigest: `0x${'11'.repeat(32)}`, logKey: 'log+1', consoleHash: null, sandboxWallet: null },
};

let count = 0;
/** Confirms at a gateway that tells these lies; the signer is a command that must not be asked. */
async function confirm(
  {
    lie = (shown) => shown,
    by = requester.account,
    named,
  }: { lie?: Lie; by?: typeof requester.account; named?: string },
  ...options: readonly string[]
) {
  const { shown, clearance } = await shownTransfer('4', by);
  const { id } = Id.parse(shown);
  const answered = lie(shown);
  const answers: Readonly<Record<string, unknown>> = {
    '/v1/installation': installation,
    '/v1/sessions/current': ada,
    '/v1/people': people,
    [`/v1/transfers/${id}/clearance`]: {
      ...{ revision: 1, require: [], masked: false, rekeying: null, words: '', text: null },
      ...{ confirm: clearance, reject: clearance, mayAnswer: true, because: null },
    },
    [`/v1/transfers/${id}/rekeyings`]: Object.fromEntries(
      Object.keys(TransferView.shape).map((name) => [name, shown[name]]),
    ),
  };
  const small = await smallGateway(({ path }) => ({ json: answers[path] ?? answered }));
  ({ stop } = small);
  count += 1;
  const desk = new FakeDesk({
    ...{ HOME: join(folder.path, String(count)), SLUICE_URL: small.origin, SLUICE_API_KEY: 'slk_1' },
    ...{ SLUICE_SIGNER: 'exit 3' },
  });
  const asked = confirmCommand(desk).exitOverride();
  const failure: unknown = await asked
    .parseAsync([named ?? id, '--no-input', ...options], { from: 'user' })
    .catch((error: unknown) => error);
  const { exitCode, message, lines } = failure as ProgramFailure;
  return { exitCode, message: [message, ...lines].join('\n'), desk };
}

const of = (shown: Shown, name: string) => shown[name] as Shown;

describe('sluice confirm', () => {
  it('shows a transfer whose parts fit, and would sign it', async () => {
    const { exitCode, message, desk } = await confirm({});
    expect([exitCode, message]).toEqual([2, expect.stringContaining('nobody can be asked')]);
    expect(desk.told.join('\n')).toMatch(/^Transfer +tr_/m);
  });

  const effects =
    (change: (effects: Shown) => Shown, digestAgain = false): Lie =>
    (shown) => {
      const changed = change(of(shown, 'effects'));
      const cleared = of(of(shown, 'evidence'), 'cleared');
      const effectsDigest = digestAgain
        ? canonicalHash(changed['digested'] ?? null)
        : cleared['effectsDigest'];
      return {
        ...shown,
        effects: changed,
        evidence: { ...of(shown, 'evidence'), cleared: { ...cleared, effectsDigest: effectsDigest ?? null } },
      };
    };
  const swapped = (json: Json, from: string, to: string) =>
    JSON.parse(JSON.stringify(json).replace(from, to)) as Shown;

  it.each<[string, Lie, string]>([
    [
      'other moves than the digested ones',
      effects((each) => ({ ...each, moves: [] })),
      'what the effects change',
    ],
    [
      'effects that move more, with their digest',
      effects((each) => ({ ...each, digested: swapped(each['digested'] ?? null, '"-4', '"-5') }), true),
      'what the effects change',
    ],
    [
      'effects that change code, with their digest',
      effects(
        (each) => ({
          ...each,
          digested: swapped(
            each['digested'] ?? null,
            '"codeChanges":[]',
            `"codeChanges":[{"account":"${requester.account.address}","codeHash":"0x${'33'.repeat(32)}"}]`,
          ),
        }),
        true,
      ),
      'what the effects change',
    ],
    ['another expiry', (shown) => ({ ...shown, expiresAt: '2036-12-01T00:00:00Z' }), 'requested: expiry'],
    [
      'another transfer',
      (shown) => ({ ...shown, id: 'tr_01890a5d-ac96-774b-bcce-000000000008' }),
      'asked for tr_',
    ],
    ['another name of the requester', (shown) => ({ ...shown, requesterName: 'Tariq' }), 'a key of Tariq'],
  ])('signs nothing where it is shown %s', async (_name, lie, words) => {
    const { exitCode, message } = await confirm({ lie });
    expect([exitCode, message]).toEqual([8, expect.stringContaining(words)]);
  });

  it('signs nothing for an intent that another key signed than its requester’s', async () => {
    const { exitCode, message } = await confirm({ by: privateKeyToAccount(`0x${'44'.repeat(32)}`) });
    expect([exitCode, message]).toEqual([8, expect.stringContaining('not signed by a key of Tessa')]);
  });

  const masked: Lie = (shown) => ({ ...shown, masked: true });
  it('signs nothing unseen, however often it is hidden after the ticket was entered', async () => {
    const ticket = ['--destination-ending', '37c5d359', '--amount', '4'];
    const { exitCode, message } = await confirm({ lie: masked }, ...ticket);
    expect([exitCode, message]).toEqual([8, expect.stringContaining('is not shown')]);
  });

  it.each([
    ['37c5d359', '3', 8],
    ['11111111', '4', 8],
    ['37C5D359', '4.0', 2],
  ])('holds what the ticket says against what is shown: %s, %s', async (ending, amount, exitCode) => {
    let isFirst = true;
    const onceMasked: Lie = (shown) => ({
      ...shown,
      get masked() {
        const before = isFirst;
        isFirst = false;
        return before;
      },
    });
    const ended = await confirm({ lie: onceMasked }, '--destination-ending', ending, '--amount', amount);
    expect(ended.exitCode).toBe(exitCode);
  });
});
