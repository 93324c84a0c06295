import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseEther } from 'viem';
import { z } from 'zod';
import type { Json } from '../../src/domain/values/canonical-json.js';
import { latest } from '../../src/domain/register/ledger.js';
import { ExposureRecorder } from '../../src/safe-api/exposure-recorder.js';
import { ExposureHistoryPage, ExposurePage } from '../../src/safe-api/exposures.contract.js';
import { OverdueTransfers } from '../../src/safe-api/overdue-transfers.js';
import { made, refusalOf } from './answers.js';
import { openStory, startInProcess } from './story.js';
import type { Named, StorySteps } from './story-steps.js';

let story: StorySteps;

/** What the gateway does regularly, done when the story says so: by several at once, as replicas do. */
let regular: { readonly recorder: ExposureRecorder; readonly overdue: OverdueTransfers };

beforeAll(async () => {
  story = await openStory({
    safes: 8,
    gateway: async (environment) => {
      const { app, stop } = await startInProcess(environment);
      const of = { strict: false };
      regular = { recorder: app.get(ExposureRecorder, of), overdue: app.get(OverdueTransfers, of) };
      return { stop };
    },
  });
});

async function regularTurns(): Promise<void> {
  const { recorder, overdue } = regular;
  await Promise.all([
    recorder.record(),
    recorder.record(),
    overdue.find(),
    overdue.find(),
    recorder.record(),
  ]);
  await overdue.find();
}

afterAll(() => story.close());

const Worst = z.array(z.looseObject({ amount: z.string(), amountUnits: z.string() }));
const Exposure = z.looseObject({ liveHashes: z.array(z.looseObject({})), worstCases: Worst });
const Shown = z.looseObject({
  exposure: z.looseObject({
    worstCases: Worst,
    liveHashes: z.int(),
    executableByAnyone: z.boolean(),
  }),
});
const Recorded = z.object({
  hashes: z.array(
    z.looseObject({ transfer: z.string(), owners: z.array(z.string()), executableByAnyone: z.boolean() }),
  ),
  worstCases: z.array(z.looseObject({ amount: z.string() })),
});

async function exposure(safe: Named, name = 'Audrey') {
  return Exposure.parse((await story.person(name).get(`/v1/safes/${safe.id}/exposure`)).body);
}

async function shownExposure(safe: Named) {
  return Shown.parse((await story.person('Tessa').get(`/v1/safes/${safe.id}`)).body).exposure;
}

/** What the log says of a Safe's exposure: the owners of each record, and whether it is executable. */
async function recorded(safe: Named) {
  const acts = (await story.audited(safe.id)).filter(({ type }) => type === 'safe.exposed');
  return acts.map(({ detail }) => Recorded.parse(detail));
}

/** The same by the API, newest first and in pages of three: the owners of each record, and what may leave. */
async function history(safe: Named) {
  const page = async (more: string) => {
    const path = `/v1/safes/${safe.id}/exposure/history?limit=3${more}`;
    return ExposureHistoryPage.parse((await story.person('Tessa').get(path)).body);
  };
  const first = await page('');
  const second = await page(`&cursor=${String(first.nextCursor)}`);
  expect([first.data.length, second.nextCursor]).toEqual([3, null]);
  return [...first.data, ...second.data].map(({ liveHashes: [hash], worstCases: [worst] }) => {
    return [hash?.owners.length ?? null, worst?.amount ?? null];
  });
}

/** The findings of a Safe with these codes, by what they are about. */
async function aged(safe: Named): Promise<string[]> {
  const { body } = await story.person('Audrey').get(`/v1/safes/${safe.id}/findings`);
  const Finding = z.looseObject({ code: z.string(), detail: z.looseObject({ kind: z.string() }) });
  return z
    .array(z.looseObject({ code: z.string() }))
    .parse(body['data'])
    .filter(({ code }) => code.endsWith('_AGED'))
    .map((each) => Finding.parse(each).detail.kind);
}

/** Whatever is sent from now on waits in the mempool. */
async function unmined<T>(act: () => Promise<T>): Promise<T> {
  await story.chain.client.setAutomine(false);
  try {
    return await act();
  } finally {
    await story.chain.client.setAutomine(true);
    await story.chain.mine(1);
  }
}

describe('the exposure of a Safe', () => {
  it('invariant 12: is shown at all times, and recorded once for each change', async () => {
    const safe = story.freshSafe();
    const named = { safe: safe.id, safeLabel: expect.any(String) as unknown };
    expect(await exposure(safe)).toEqual({ ...named, liveHashes: [], worstCases: [] });
    expect(await recorded(safe)).toEqual([]);
    const id = await story.relayed({ amount: '1.5', safe });
    const { safeTxHash, nonce } = await story.cleared(id);
    const otto = story.ownerAccount('Otto').address;
    expect(await exposure(safe)).toEqual({
      ...named,
      liveHashes: [
        {
          ...{ transfer: id, kind: 'original', safeTxHash, nonce: nonce.toString() },
          asset: expect.objectContaining({ id: story.assetId('eth'), symbol: 'ETH' }) as unknown,
          ...{ amount: '1.5', amountUnits: parseEther('1.5').toString() },
          destination: { ...story.destination() },
          signatures: { have: 0, threshold: 3, owners: [] },
          ...{ executableByAnyone: false, attestation: 'none', cancel: 'none' },
          since: expect.any(String) as unknown,
        },
      ],
      worstCases: [expect.objectContaining({ amount: '1.5' })],
    });
    const all = ExposurePage.parse((await story.person('Otto').get('/v1/exposures')).body);
    expect(all.data.find((each) => each.safe === safe.id)).toEqual(await exposure(safe));
    expect(all.totals).toMatchObject([{ amount: '1.5', asset: { symbol: 'ETH' } }]);
    await regularTurns();
    made(await story.bringSignature(id));
    expect((await exposure(safe)).liveHashes).toMatchObject([
      { signatures: { have: 1, threshold: 3, owners: [otto] }, executableByAnyone: false },
    ]);
    await regularTurns();
    await unmined(async () => {
      await story.signed(id, ['Omar', 'Orson']);
      expect(await shownExposure(safe)).toMatchObject({ liveHashes: 1, executableByAnyone: true });
      await regularTurns();
    });
    await story.settled(id);
    expect(await shownExposure(safe)).toEqual({ worstCases: [], liveHashes: 0, executableByAnyone: false });
    await regularTurns();
    await regularTurns();
    const records = await recorded(safe);
    const said = records.map(({ hashes: [hash], worstCases: [worst] }) => {
      return [hash?.owners.length ?? null, hash?.executableByAnyone ?? null, worst?.amount ?? null];
    });
    const units = parseEther('1.5').toString();
    expect(said).toEqual([
      [0, false, units],
      [1, false, units],
      [3, true, units],
      [null, null, null],
    ]);
    const stored = await story.sql('SELECT id FROM exposure_record WHERE safe_id = $1', [safe.id]);
    expect(stored).toHaveLength(records.length);
    expect(JSON.stringify(records)).not.toMatch(/[0-9a-f]{128}/);
    expect(await history(safe)).toEqual([
      [null, null],
      [3, '1.5'],
      [1, '1.5'],
      [0, '1.5'],
    ]);
  });

  it('invariant 12: that nobody executes for an hour is a finding, once, and freezes nothing', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    await unmined(async () => {
      await story.signed(id);
      await older(id, '59 minutes');
      await regularTurns();
      expect(await aged(safe)).toEqual([]);
      await older(id, '2 minutes');
      await regularTurns();
      await older(id, '2 days');
      await regularTurns();
    });
    expect(await aged(safe)).toEqual(['executable']);
    expect(await story.freeze(safe)).toBeNull();
    await story.settled(id);
  });

  it('invariant 12: that too few have signed for a day is a finding, once', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    made(await story.bringSignature(id));
    await older(id, '25 hours');
    await regularTurns();
    await regularTurns();
    expect(await aged(safe)).toEqual(['signed']);
    expect((await story.audited(id)).filter(({ type }) => type === 'finding.recorded')).toHaveLength(1);
    expect(await story.freeze(safe)).toBeNull();
    await story.signed(id, ['Omar', 'Orson']);
    await story.settled(id);
  });
});

/** Makes all that is signed of a transfer so much older. */
async function older(id: string, by: string): Promise<void> {
  await story.sql(
    'UPDATE owner_signature SET created_at = created_at - $2::interval WHERE transfer_id = $1',
    [id, by],
  );
}

describe('a change of a Safe', () => {
  const content = async (safe: Named): Promise<Record<string, Json>> => {
    const { ledger } = await story.governance();
    return z.record(z.string(), z.json()).parse(latest(ledger, 'safe', safe.id)?.content);
  };
  const lowered = async (safe: Named): Promise<Json> => {
    const { profile, ...rest } = await content(safe);
    return { ...rest, profile: { ...(profile as Record<string, Json>), threshold: 2 } };
  };
  /** Planted as a draft of Adam's, as he would have got it if nothing had been exposed then. */
  const planted = async (safe: Named) => {
    const governance = await story.governance();
    const [adam] = governance.governors;
    if (!adam) throw new Error('there is no governor');
    const change = governance.drafted('safe', safe.id, await lowered(safe), adam);
    await story.sql(
      `INSERT INTO change_draft (id, person_id, change, created_at, expires_at)
       VALUES ($1, $2, $3, now(), now() + interval '10 minutes')`,
      [change.id, adam.id, JSON.stringify(change)],
    );
    const head = governance.ledger.head;
    return {
      id: change.id,
      at: `${new Date().toISOString().slice(0, 19)}Z`,
      head,
      signature: `0x${'11'.repeat(65)}`,
    };
  };

  it('invariant 12: of its owners or guards is neither proposed nor approved while it is exposed', async () => {
    const safe = story.freshSafe();
    const governance = await story.governance();
    const approvable = await governance.propose('safe', safe.id, await lowered(safe));
    const id = await story.relayed({ amount: '1', safe });
    const propose = async () => story.person('Adam').post('/v1/changes', await planted(safe));
    expect(refusalOf(await propose())).toEqual([409, 'EXPOSURE_OPEN']);
    const carlos = story.person('Carlos').changes;
    expect(refusalOf(await carlos.approve(approvable.id))).toEqual([409, 'EXPOSURE_OPEN']);
    // Its name is no authority.
    const label = await story.person('Adam').changes.propose({
      ...{ kind: 'safe', subject: safe.id },
      content: { label: 'Cold Safe renamed', address: safe.address },
    });
    expect(made(label)).toMatchObject({ state: 'proposed' });
    made(await story.person('Adam').changes.withdraw(String(label.body['id']), 'Enough'));
    await story.signed(id);
    await story.settled(id);
    expect(refusalOf(await propose()).slice(1)).not.toContain('EXPOSURE_OPEN');
    expect(made(await carlos.approve(approvable.id))).toMatchObject({ id: approvable.id });
  });
});

// Last: it changes the log, for which everything is frozen.
describe('an execution', () => {
  it('invariant 12: that is not compared with what was approved for an hour is a finding, once', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    await story.signed(id);
    await story.until(id, 'executed');
    await story.integrated();
    await regularTurns();
    expect(await aged(safe)).toEqual([]);
    const hours = "'2 hours'::interval";
    await story.sql(`ALTER TABLE audit_entry DISABLE TRIGGER USER;
      UPDATE audit_entry SET body = jsonb_set(body::jsonb, '{at}',
        to_jsonb(to_char((now() - ${hours}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))::text
      WHERE subject = '${id}' AND type = 'transfer.executed'`);
    await regularTurns();
    expect(await aged(safe)).toEqual(['executed']);
    expect(await story.state(id)).toBe('executed');
  });
});
