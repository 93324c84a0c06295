import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { verifyHash } from 'viem/utils';
import { z } from 'zod';
import {
  AT,
  CLARAS_KEY,
  LEDGER,
  type ChangeParts,
  aChange,
  claraAt,
  statementOf,
} from '../../../test/builders/governed-client.js';
import { Folder } from '../../../test/builders/sluice-command.js';
import type { ChangeView } from '../../changes/changes.contract.js';
import { KINDS } from '../../domain/changes/kinds.js';
import { latest, subjects } from '../../domain/register/ledger.js';
import type { Json } from '../../domain/values/canonical-json.js';
import { parseBytes32 } from '../../domain/values/hex.js';

const folder = new Folder();
let stop: (() => Promise<void>) | undefined;
afterEach(() => stop?.());
afterAll(() => {
  folder.remove();
});

type Served = ReturnType<typeof statementOf>;
const Act = z.object({ signature: z.custom<`0x${string}`>(), at: z.string(), decision: z.string() });

/** A gateway with one open change, which it may show otherwise than it is. */
async function withChange(
  lie: {
    readonly shown?: ChangeParts;
    readonly served?: (true_: Served, change: ChangeView) => Served;
    readonly because?: { readonly code: string; readonly reason: string };
  } = {},
) {
  const change = aChange();
  const path = `/v1/changes/${change.id}`;
  const item = {
    ...{ kind: 'answer', subject: { kind: 'change', id: change.id }, masked: false, words: 'Add it' },
    ...{ safe: null, asset: null, destination: null, amount: null, amountUnits: null, reference: null },
    ...{ requester: null, requesterName: 'Tessa', since: AT, expiresAt: null, progress: [] },
  };
  const at = await claraAt(folder, {
    'GET /v1/inbox': () => ({ json: { data: [item], nextCursor: null } }),
    'GET /v1/changes': ({ path: asked }) => ({
      json: { data: asked.includes('state=proposed') ? [change] : [], nextCursor: null },
    }),
    [`GET ${path}`]: () => ({ json: { ...change, ...lie.shown, review: null } }),
    [`GET ${path}/statement`]: ({ path: asked }) => {
      const query = new URL(asked, 'http://localhost').searchParams;
      const decision = query.get('decision') as 'approve';
      const served = statementOf(change, decision, query.get('reason') ?? '');
      const told = lie.served?.(served, { ...change, ...lie.shown } as ChangeView) ?? served;
      const answering = { mayAnswer: lie.because === undefined, because: lie.because ?? null };
      return { json: { ...told, ...answering } };
    },
    [`POST ${path}/answers`]: () => ({ status: 201, json: { ...change, state: 'approved' } }),
  });
  ({ stop } = at);
  return { ...at, change };
}

const CLARA = ['--as', 'Clara', '--yes'];

describe('sluice change approve', () => {
  it('shows what the change says, asks, and signs it', async () => {
    const { sluice, acts, change } = await withChange();
    const { code, err, out, asked } = await sluice(['change', 'approve', '--as', 'Clara'], ['y']);
    expect([code, asked]).toEqual([0, ['Sign it? [y/N] ']]);
    expect(err).toContain('Says            Add to the address book');
    expect(err).toMatch(/^Address +0x F3A9 c0e4 /m);
    expect(err).toContain('it loosens: in force 1 day after it is approved');
    expect(out).toMatch(/^State +approved$/m);
    const [act, ...others] = acts();
    expect(others).toEqual([]);
    const { signature, ...word } = Act.parse(act?.body);
    expect(word).toEqual({ at: AT, decision: 'approve' });
    const { digest } = statementOf(change, 'approve');
    expect(await verifyHash({ hash: digest, signature, address: CLARAS_KEY as `0x${string}` })).toBe(true);
  });

  it.each(['hot wallet 3', 'HOT WALLET 3'])('takes an open change by its name: %s', async (name) => {
    const { sluice, acts } = await withChange();
    expect((await sluice(['change', 'approve', name, ...CLARA])).code).toBe(0);
    expect(acts()).toHaveLength(1);
  });

  const { content } = aChange();
  const names = { person: (id: string) => id, asset: (id: string) => id };
  const NEW = aChange().subject;
  const saying = (subject: string, before: Json) =>
    KINDS.destination.sentences(subject, { before, after: content }, names).slice();
  const [registered = ''] = subjects(LEDGER, 'destination');
  const hot = { subject: registered, base: latest(LEDGER, 'destination', registered)?.hash ?? '' };
  const otherContent = { ...z.record(z.string(), z.json()).parse(content), owner: 'Mallory' };

  it.each<readonly [string, Parameters<typeof withChange>[0]]>([
    ['other sentences', { shown: { sentences: ['Add nothing.'] } }],
    ['one sentence more', { shown: { sentences: [...aChange().sentences, 'It is harmless.'] } }],
    ['another content beside the same sentences', { shown: { content: otherContent } }],
    ['a content of another form', { shown: { content: { label: 'Hot wallet 3' } } }],
    ['that it tightens', { shown: { direction: 'tightens' } }],
    ['a version before that is not named', { shown: { before: otherContent } }],
    ['another deadline', { shown: { expiresAt: '2026-12-29T08:30:00Z' } }],
    ['another digest', { served: (it) => ({ ...it, digest: statementOf(aChange(), 'approve').digest }) }],
    ['another change to sign', { served: () => statementOf(aChange(), 'approve') }],
    ['another moment', { served: (it) => ({ ...it, at: '2026-11-22T08:30:01Z' }) }],
    ['another register', { served: (it) => ({ ...it, head: `0x${'33'.repeat(32)}` as typeof it.head }) }],
    [
      'a register that nobody made, whole',
      { served: (_, it) => statementOf(it, 'approve', '', { head: parseBytes32(`0x${'33'.repeat(32)}`) }) },
    ],
    [
      'a moment that is yet to come, whole',
      { served: (_, it) => statementOf(it, 'approve', '', { at: '2036-11-22T08:30:00Z' }) },
    ],
    [
      'a version before that nobody made, whole',
      {
        shown: {
          base: `0x${'44'.repeat(32)}`,
          before: otherContent,
          content,
          subject: NEW,
          sentences: saying(NEW, otherContent),
        },
        served: (_, it) => statementOf(it, 'approve'),
      },
    ],
    [
      'another version before than that of its hash, whole',
      {
        shown: { ...hot, before: otherContent, content, sentences: saying(hot.subject, otherContent) },
        served: (_, it) => statementOf(it, 'approve'),
      },
    ],
    [
      'other typed data beside the digest',
      { served: (it) => ({ ...it, typedData: statementOf(aChange(), 'approve').typedData }) },
    ],
  ])('signs nothing where the gateway shows %s', async (_name, lie) => {
    const { sluice, acts, change } = await withChange(lie);
    const { code, err } = await sluice(['change', 'approve', change.id, ...CLARA]);
    expect([code, err]).toEqual([8, expect.stringContaining('nothing was signed')]);
    expect(acts()).toEqual([]);
  });

  it('signs nothing that would count for nothing', async () => {
    const because = { code: 'QUORUM', reason: 'no place that you could fill is open' };
    const { sluice, acts, change } = await withChange({ because });
    const { code, err } = await sluice(['change', 'approve', change.id, ...CLARA]);
    expect([code, err]).toEqual([1, expect.stringContaining(because.reason)]);
    expect(acts()).toEqual([]);
  });

  it('signs for a script what it was shown before, and nothing else', async () => {
    const { sluice, acts, change } = await withChange();
    const approve = (...more: readonly string[]) =>
      sluice(['change', 'approve', change.id, '--as', 'Clara', ...more]);
    const first = await approve('--no-input');
    expect(first.code).toBe(2);
    const again = /^ {2}(--at=\S+) (--yes=0x\S+)$/m.exec(first.err)?.slice(1) ?? [];
    expect(again).toHaveLength(2);
    expect((await approve('--at=2026-11-22T08:31:00Z', again[1] ?? '')).code).toBe(8);
    expect((await approve('--at=noon', again[1] ?? '')).code).toBe(2);
    expect(acts()).toEqual([]);
    expect((await approve(...again)).code).toBe(0);
    expect(acts()).toHaveLength(1);
  });
});

describe('sluice change reject', () => {
  it('signs the reason too', async () => {
    const { sluice, acts } = await withChange();
    const { code } = await sluice(['change', 'reject', '--reason', 'nobody knows it', ...CLARA]);
    expect([code, acts()[0]?.body]).toEqual([
      0,
      expect.objectContaining({ decision: 'reject', reason: 'nobody knows it' }),
    ]);
  });

  it('needs a reason', async () => {
    const { sluice, acts } = await withChange();
    expect((await sluice(['change', 'reject', ...CLARA])).code).toBe(2);
    expect(acts()).toEqual([]);
  });
});

describe('a change that is named', () => {
  it('is none where nobody proposed one', async () => {
    const { sluice } = await withChange();
    const shown = await sluice(['change', 'show', 'Hot wallet 9', '--as', 'Clara']);
    expect([shown.code, shown.err]).toEqual([10, expect.stringContaining('is Hot wallet 3 meant?')]);
    expect((await sluice(['change', 'withdraw', '--reason', 'x', ...CLARA])).code).toBe(10);
  });
});
