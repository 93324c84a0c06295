import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeFunctionData, parseAbi } from 'viem';
import { CancelBeginning } from '../../src/cancellations/cancel-beginning.js';
import { type EvidenceBundle, printBundle } from '../../src/domain/evidence/bundle.js';
import { verifyBundle } from '../../src/domain/evidence/verify-bundle.js';
import { parseId } from '../../src/domain/values/identifier.js';
import { Database } from '../../src/infra/database/database.js';
import { TransfersRepository } from '../../src/transfers/transfers.repository.js';
import { withLeaf } from '../builders/changed-json.js';
import type { PlainEntry } from '../builders/resealed.js';
import { foreignTransaction } from '../builders/safe-execution.js';
import { refusalOf } from './answers.js';
import { CancelStory, brokenBy, cancelled, looking, proven } from './cancel-story.js';
import { evidenceOf, rootsOf } from './evidence-of.js';
import { openStory, startInProcess } from './story.js';
import type { StorySteps } from './story-steps.js';
import { until } from './until.js';

let story: StorySteps;
let app: Awaited<ReturnType<typeof startInProcess>>['app'];

beforeAll(async () => {
  story = await openStory({
    safes: 11,
    gateway: async (environment) => {
      const started = await startInProcess(environment);
      app = started.app;
      return started;
    },
  });
});

afterAll(() => story.close());

describe('a cancel on the chain', () => {
  it('CANCEL-01 wins: the nonce is burnt, and the budget is free only by a final block', async () => {
    const cancel = await CancelStory.relayed(story);
    await story.signed(cancel.id, ['Otto', 'Omar']);
    await cancel.confirmed();
    await cancel.signBurn();
    expect(await cancel.show()).toMatchObject({
      stage: expect.stringMatching(/^(signed|submitted)$/),
      ownerSignatures: { original: 2, burn: 3, threshold: 3 },
    });
    await proven(story, cancel, {
      state: 'cancelling',
      words: /Neither the burn .* is shown to be executed/,
    });
    await looking(story, cancel, /nonce [0-9]+ is burnt in block [0-9]+; that is not final yet/);
    expect(await story.state(cancel.id)).toBe('cancelling');
    expect(await story.budget(cancel.id)).toEqual(['held']);
    await cancelled(story, cancel);
    expect(await story.freeze(cancel.safe)).toBeNull();
    expect(await story.findings(cancel.safe)).toEqual([]);
    const types = (await story.audited(cancel.id))
      .map(({ type }) => type.replace('transfer.', ''))
      .filter((type) => type !== 'evidence.read');
    expect(types.slice(types.indexOf('cancelling'))).toEqual([
      ...['cancelling', 'simulation.recorded', 'cancelling', 'cancel-answered', 'cancelling'],
      ...['cancel-signed', 'cancel-signed', 'cancel-signed', 'cancelling', 'cancelling', 'cancelled'],
    ]);
    // The lane is open again, and the next nonce is the next transfer's.
    const next = await story.relayed({ amount: '1', safe: cancel.safe });
    expect((await story.cleared(next)).nonce).toBe(1n);
  });

  it('CANCEL-01 is lost: the original was faster, settles, and is a finding that freezes nothing', async () => {
    const cancel = await CancelStory.relayed(story);
    await cancel.confirmed();
    await cancel.signBurn(['Otto']);
    await cancel.execute(cancel.original);
    const settled = await story.settled(cancel.id);
    expect(JSON.stringify(settled['evidence'])).toContain('The cancel was lost');
    expect(await story.budget(cancel.id)).toEqual(['settled']);
    expect(await story.freeze(cancel.safe)).toBeNull();
    expect((await story.findings(cancel.safe)).filter((code) => code === 'CANCEL_LOST')).toHaveLength(1);
    await proven(story, cancel, { state: 'settled', words: /was lost: the original .* was executed/ });
  });

  it('CANCEL-02 of a frozen Safe goes all the way', async () => {
    const cancel = await CancelStory.relayed(story);
    await story.signed(cancel.id);
    const freeze = { scope: cancel.safe.id, reason: 'I do not trust it' };
    expect(await story.person('Clara').post('/v1/freezes', freeze)).toMatchObject({ status: 201 });
    await cancel.confirmed('Clara');
    await cancel.signBurn();
    await cancelled(story, cancel);
    expect(await story.freeze(cancel.safe)).toBe('SAFE_FROZEN');
  });

  it('CANCEL-03 is never lost while fewer owners than the threshold signed the original', async () => {
    const cancel = await CancelStory.relayed(story);
    await story.signed(cancel.id, ['Otto', 'Omar']);
    await cancel.confirmed('Ada');
    expect(await story.bringSignature(cancel.id, 'Orson').then(refusalOf)).toEqual([409, 'STATE_CONFLICT']);
    await expect(cancel.execute(cancel.original, ['Otto', 'Omar'])).rejects.toThrow();
    await cancel.signBurn();
    await cancelled(story, cancel);
  });

  it('CANCEL-04 by Sluice itself is examined, cannot be rejected, and outlasts its confirmers', async () => {
    const cancel = await CancelStory.relayed(story);
    await story.signed(cancel.id, ['Otto']);
    await beginBySystem(cancel);
    await cancel.atStage('cleared');
    expect(await cancel.show()).toMatchObject({ askedBy: 'system', reject: null });
    const { status, body } = await cancel.reject('Amos');
    expect([status, body['reject']]).toEqual([200, null]);
    const forced = { decision: 'reject', reason: 'no', signature: `0x${'11'.repeat(65)}` };
    const reply = await story.person('Amos').post(`/v1/transfers/${cancel.id}/cancel/answers`, forced);
    expect(refusalOf(reply)).toEqual([409, 'STATE_CONFLICT']);
    await cancel.hoursLater(24);
    await until('a second examination', async () => (await cancel.examinations()) > 1);
    await cancel.atStage('cleared');
    expect(await cancel.confirm('Ada')).toMatchObject({ status: 201 });
    await cancel.signBurn();
    await cancelled(story, cancel);
  });

  it('CANCEL-05 of a cancelled transfer verifies offline, and names both hashes', async () => {
    const cancel = await CancelStory.relayed(story);
    await story.signed(cancel.id, ['Otto']);
    await cancel.confirmed();
    await cancel.signBurn();
    await cancelled(story, cancel);
    const bundle = await proven(story, cancel, { state: 'cancelled', words: /The nonce of .* was burnt by/ });
    expect(bundle.cancel?.ownerSignatures).toHaveLength(3);
    expect((await story.show(cancel.id))['confirmations']).toMatchObject([{ status: 'counts' }]);
    for (const [pointer, change] of FORGERIES) expect(await failuresOf(change(bundle))).toContain(pointer);
  });
});

describe('what the chain does meanwhile', () => {
  it('is superseded by a burn that nobody confirmed, and freezes', async () => {
    const cancel = await CancelStory.relayed(story);
    await cancel.cleared();
    await cancel.execute(cancel.burn);
    // Nobody clears afterwards what the chain has done already.
    expect(refusalOf(await cancel.confirm('Amos'))).toEqual([409, 'NONCE_SUPERSEDED']);
    await story.chain.mine(3);
    await story.until(cancel.id, 'superseded');
    expect(await story.freeze(cancel.safe)).toBe('NONCE_SUPERSEDED');
  });

  it('is cancelled where the Safe has changed since, and the evidence says what it does not show', async () => {
    const cancel = await CancelStory.relayed(story);
    await cancel.confirmed();
    await cancel.signBurn();
    await looking(story, cancel, /is burnt in block/);
    const data = encodeFunctionData({
      abi: parseAbi(['function changeThreshold(uint256)']),
      args: [2n],
    });
    await cancel.execute(foreignTransaction(cancel.safe.address, cancel.nonce + 1n, { data }));
    await story.chain.mine(3);
    const { evidence } = await story.until(cancel.id, 'cancelled');
    expect(JSON.stringify(evidence)).toMatch(/the Safe's threshold is 2, pinned 3/);
    const { lines, bundle, ...verdict } = await evidenceOf(story, cancel.id, 'Otto');
    expect(verdict).toMatchObject({ state: 'cancelled', holds: true, failed: [] });
    expect(lines.filter(({ ok }) => ok === 'not-proven').map(({ words }) => words)).toContain(
      "The log says of the Safe afterwards: the Safe's threshold is 2, pinned 3.",
    );
    const path = ['evidence', 'burnt', 'reasons', 0, 'reason'];
    const pretended = await brokenBy(bundle, (entry) =>
      entry.type === 'transfer.cancelled'
        ? { ...entry, detail: withLeaf(entry.detail, path, 'it paid') as PlainEntry['detail'] }
        : entry,
    );
    expect(pretended).toEqual(['/cancel/execution']);
  });

  it('is superseded by anything else, and freezes', async () => {
    const cancel = await CancelStory.relayed(story);
    await cancel.confirmed();
    const other = foreignTransaction(cancel.safe.address, cancel.nonce, { value: 1n });
    await cancel.execute(other);
    await story.chain.mine(3);
    await story.until(cancel.id, 'superseded');
    expect(await story.freeze(cancel.safe)).toBe('NONCE_SUPERSEDED');
  });

  it('invariant 23: is cancelled still, when a reorganisation took the original away', async () => {
    const cancel = await CancelStory.relayed(story);
    await cancel.confirmed();
    await cancel.signBurn(['Otto', 'Omar']);
    await cancel.execute(cancel.original);
    await story.until(cancel.id, 'executed');
    await story.chain.client.request({ method: 'anvil_reorg' as never, params: [1, []] as never });
    await story.chain.mine(1);
    await story.until(cancel.id, 'cancelling');
    expect(await cancel.show()).toMatchObject({ stage: 'confirmed' });
    await cancel.signBurn(['Orson']);
    await cancelled(story, cancel);
  });
});

/** As it begins by itself when a transfer expires that an owner has signed. */
async function beginBySystem({ id }: CancelStory): Promise<void> {
  const transferId = parseId('tr', id);
  await app.get(Database).transaction(async (tx) => {
    const transfer = await app.get(TransfersRepository).lock(transferId, tx);
    if (!transfer) throw new Error(`${id} is gone`);
    await app.get(CancelBeginning).begin(tx, transfer, { by: 'system', why: 'it expired' });
  });
}

type Cancel = NonNullable<EvidenceBundle['cancel']>;

function withCancel(bundle: EvidenceBundle, change: (cancel: Cancel) => Partial<Cancel>): EvidenceBundle {
  const { cancel } = bundle;
  return cancel ? { ...bundle, cancel: { ...cancel, ...change(cancel) } } : bundle;
}

/** A bundle with one thing changed that somebody could want otherwise, and where the verifier finds it. */
const FORGERIES: readonly (readonly [string, (bundle: EvidenceBundle) => EvidenceBundle])[] = [
  ['/cancel', ({ cancel: _, ...rest }) => rest],
  ['/cancellations', ({ cancellations: _, ...rest }) => rest],
  ['/cancel/execution', (bundle) => withCancel(bundle, () => ({ execution: null }))],
  [
    '/cancel/ownerSignatures',
    (bundle) => withCancel(bundle, ({ ownerSignatures }) => ({ ownerSignatures: ownerSignatures.slice(1) })),
  ],
  [
    '/cancel/typedData',
    (bundle) => withCancel(bundle, () => ({ typedData: bundle.safeTransaction?.typedData ?? null })),
  ],
  [
    '/cancel/execution/record',
    (bundle) =>
      withCancel(bundle, ({ execution }) => {
        const { record: _, ...rest } = execution ?? {};
        return { execution: rest as Cancel['execution'] };
      }),
  ],
  [
    '/cancellations/0/answer/digest',
    (bundle) => ({
      ...bundle,
      cancellations: (bundle.cancellations ?? []).map((each) => ({
        ...each,
        answer: each.answer && { ...each.answer, digest: `0x${'00'.repeat(32)}` },
      })),
    }),
  ],
];

async function failuresOf(bundle: EvidenceBundle): Promise<readonly string[]> {
  const { lines } = await verifyBundle(printBundle(bundle), await rootsOf(story));
  return lines.filter(({ ok }) => ok === false).map(({ part }) => part);
}
