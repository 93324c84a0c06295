import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { z } from 'zod';
import { bundleAsOf } from '../../../test/builders/bundle-as-of.js';
import { FakeDesk } from '../../../test/builders/fake-desk.js';
import { resealed } from '../../../test/builders/resealed.js';
import { shownTransfer } from '../../../test/builders/shown-transfer.js';
import { smallGateway } from '../../../test/builders/small-gateway.js';
import { Folder } from '../../../test/builders/sluice-command.js';
import { recordedBundle } from '../../../test/vectors/evidence-bundle.js';
import type { ProgramFailure } from '../../cli/program-failure.js';
import { type EvidenceBundle, printBundle } from '../../domain/evidence/bundle.js';
import type { Json } from '../../domain/values/canonical-json.js';
import { TransferView } from '../../transfer-api/views/transfer-row.contract.js';
import { confirmCommand } from './answer-commands.js';

const folder = new Folder();
afterAll(() => {
  folder.remove();
});
let stop: (() => Promise<void>) | undefined;
afterEach(() => stop?.());

type Shown = Record<string, Json>;
type Lie = (shown: Shown) => Shown;
type Forgery = (bundle: EvidenceBundle) => EvidenceBundle;

const waiting = bundleAsOf(recordedBundle(), 'transfer.cleared');
const { shown: truth, clearance } = await shownTransfer(waiting);
const { id } = z.looseObject({ id: z.string() }).parse(truth);

const ada = {
  ...{ kind: 'person', id: 'per_01890a5d-ac96-774b-bcce-000000000009', name: 'Ada' },
  ...{ roles: ['approver'], groups: ['treasury'], method: 'wallet', openedAt: '2026-11-30T00:00:00Z' },
  ...{ endsAt: '2026-12-01T00:00:00Z', idleEndsAt: '2026-12-01T00:00:00Z', ownerOf: [], keys: [] },
};
const installation = {
  ...{ name: 'sluice', version: '0.1.0', origin: 'https://sluice.example', warning: '', isSandbox: true },
  chain: { id: waiting.installation.chainId, name: 'a local test chain' },
  signIn: { wallet: true, passkey: true, whyNoPasskey: null, openId: false },
  ...{ foundingDigest: waiting.installation.id, logKey: waiting.log.key },
  ...{ consoleHash: null, sandboxWallet: null },
};

let count = 0;
/** Confirms at a gateway that tells these lies; the signer is a command that must not be asked. */
async function confirm(
  { lie = (shown) => shown, forge = (bundle) => bundle }: { lie?: Lie; forge?: Forgery },
  ...options: readonly string[]
) {
  const answered = lie(truth);
  const answers: Readonly<Record<string, unknown>> = {
    '/v1/installation': installation,
    '/v1/sessions/current': ada,
    [`/v1/transfers/${id}/clearance`]: {
      ...{ revision: 1, require: [], masked: false, rekeying: null, words: '', text: null },
      ...{ confirm: clearance, reject: clearance, mayAnswer: true, because: null },
    },
    [`/v1/transfers/${id}/rekeyings`]: Object.fromEntries(
      Object.keys(TransferView.shape).map((name) => [name, truth[name]]),
    ),
  };
  const small = await smallGateway(({ path }, response) => {
    if (!path.endsWith('/evidence')) return { json: answers[path] ?? answered };
    response.end(printBundle(forge(waiting)));
    return undefined;
  });
  ({ stop } = small);
  count += 1;
  const desk = new FakeDesk({
    ...{ HOME: join(folder.path, String(count)), SLUICE_URL: small.origin, SLUICE_API_KEY: 'slk_1' },
    ...{ SLUICE_SIGNER: 'exit 3' },
  });
  const asked = confirmCommand(desk).exitOverride();
  const failure: unknown = await asked
    .parseAsync([id, '--no-input', ...options], { from: 'user' })
    .catch((error: unknown) => error);
  const { exitCode, message, lines } = failure as ProgramFailure;
  return { exitCode, message: [message, ...lines].join('\n'), desk };
}

const of = (shown: Shown, name: string) => shown[name] as Shown;
const within =
  (name: string, parts: Shown): Lie =>
  (shown) => ({ ...shown, [name]: { ...of(shown, name), ...parts } });
/** One value in the whole bundle; the log is made anew around it, as only whoever has its key could. */
const swapped =
  (from: string | RegExp, to: string): Forgery =>
  (bundle) => {
    const text = JSON.stringify(bundle);
    const changed = text.replaceAll(from, to);
    if (changed === text) throw new Error('nothing to lie about');
    return resealed(JSON.parse(changed) as EvidenceBundle);
  };

describe('sluice confirm', () => {
  it('shows a transfer whose parts fit, and would sign it', async () => {
    const { exitCode, message, desk } = await confirm({});
    expect([exitCode, message]).toEqual([2, expect.stringContaining('nobody can be asked')]);
    const told = desk.told.join('\n');
    expect(told).toMatch(/^Amount +80 ETH$/m);
    expect(told).toMatch(/^in smallest units +80000000000000000000 \(ETH has 18 decimals\)$/m);
    expect(told).toMatch(/^Requested by +Tessa \(per_/m);
    expect(told).toMatch(/^Effect +Cold 2: -80 ETH$/m);
    expect(told).toMatch(/^Effect +Hot wallet 1: \+80 ETH$/m);
    expect(told).toMatch(/^Excepted +Waive the rule eth-per-transfer once/m);
  });

  it.each<[string, Lie, string]>([
    ['other effects', within('effects', { digested: {} }), 'the effects'],
    ['no effects', (shown) => ({ ...shown, effects: null }), 'the effects'],
    ['another expiry', (shown) => ({ ...shown, expiresAt: '2036-12-01T00:00:00Z' }), 'the expiry'],
    ['another name of the requester', (shown) => ({ ...shown, requesterName: 'Tariq' }), 'the requester'],
    [
      'a signature of another key',
      (shown) => ({ ...shown, intentSignature: `0x${'11'.repeat(64)}1b` }),
      "the requester's signature",
    ],
    ['other decimals', within('asset', { decimals: 17 }), 'the asset'],
    ['another symbol', within('asset', { symbol: 'WETH' }), 'the asset'],
    ['another label', within('destination', { label: 'Our own wallet' }), 'the destination'],
    ['another name of the Safe', within('safe', { label: 'Cold 1' }), 'the Safe'],
    ['another amount', (shown) => ({ ...shown, amountUnits: '8' }), 'the amount'],
    ['another reference', (shown) => ({ ...shown, reference: 'TICKET-9' }), 'the reference'],
    ['another revision', (shown) => ({ ...shown, revision: 2 }), 'the revision'],
    ['another policy', within('decision', { policyHash: `0x${'77'.repeat(32)}` }), 'the policy'],
    [
      'another tier',
      (shown) =>
        within('evidence', { cleared: { ...of(of(shown, 'evidence'), 'cleared'), tier: 'any' } })(shown),
      'what it was cleared as',
    ],
    [
      'fewer who have to confirm',
      (shown) =>
        within('evidence', {
          cleared: { ...of(of(shown, 'evidence'), 'cleared'), require: [{ group: 'risk', count: 1 }] },
        })(shown),
      'what it was cleared as',
    ],
    [
      'another transfer',
      (shown) => ({ ...shown, id: 'tr_01890a5d-ac96-774b-bcce-000000000008' }),
      'asked for tr_',
    ],
  ])('signs nothing where it is shown %s', async (_name, lie, words) => {
    const { exitCode, message } = await confirm({ lie });
    expect([exitCode, message]).toEqual([8, expect.stringContaining(words)]);
  });

  const { signature } = waiting.transfer;
  it.each<[string, Forgery, string]>([
    [
      'an intent that another key signed',
      swapped(z.string().parse(signature), `0x${'11'.repeat(64)}1b`),
      'intent',
    ],
    [
      'another address under the label',
      swapped(
        '"destination":"0x1BcB8e569EedAb4668e55145Cfeaf190902d3CF2"',
        '"destination":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"',
      ),
      'intent',
    ],
    ['other effects', swapped('"delta":"80000000000000000000"', '"delta":"70000000000000000000"'), 'effects'],
    ['a smaller tier', swapped('"tier":"eth-large"', '"tier":"eth-small"'), 'confirmations'],
    ['a log of another key', (bundle) => ({ ...bundle, log: recordedBundle().log }), 'log'],
    ['a file that is none', () => ({}) as EvidenceBundle, 'form'],
  ])('signs nothing where the evidence has %s', async (_name, forge, check) => {
    const { exitCode, message } = await confirm({ forge });
    expect([exitCode, message]).toEqual([8, expect.stringContaining('the evidence does not prove')]);
    expect(message).toMatch(new RegExp(`^FAILED +${check} `, 'm'));
  });

  const masked: Lie = (shown) => ({ ...shown, masked: true });
  it('signs nothing unseen, however often it is hidden after the ticket was entered', async () => {
    const ticket = ['--destination-ending', '902d3cf2', '--amount', '80'];
    const { exitCode, message } = await confirm({ lie: masked }, ...ticket);
    expect([exitCode, message]).toEqual([8, expect.stringContaining('is not shown')]);
  });

  it.each([
    ['902d3cf2', '3', 8],
    ['11111111', '80', 8],
    ['902D3CF2', '80.0', 2],
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
