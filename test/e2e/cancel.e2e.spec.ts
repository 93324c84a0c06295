import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseEther } from 'viem';
import { z } from 'zod';
import { CancelBeginning } from '../../src/cancellations/cancel-beginning.js';
import { parseId } from '../../src/domain/values/identifier.js';
import { Database } from '../../src/infra/database/database.js';
import { TransfersRepository } from '../../src/transfers/transfers.repository.js';
import { withPerson } from '../builders/founding.js';
import { foreignTransaction } from '../builders/safe-execution.js';
import { refusalOf } from './answers.js';
import { CancelStory } from './cancel-story.js';
import { openStory, startInProcess } from './story.js';
import type { StorySteps } from './story-steps.js';
import { until } from './until.js';

let story: StorySteps;
let app: Awaited<ReturnType<typeof startInProcess>>['app'];

beforeAll(async () => {
  story = await openStory({
    safes: 16,
    gateway: async (environment) => {
      const started = await startInProcess(environment);
      app = started.app;
      return started;
    },
    founding: (document) => withPerson(document, 'Otto', { roles: ['operator', 'signer'] }),
  });
});

afterAll(() => story.close());

const Burnt = z.looseObject({
  evidence: z.looseObject({ burnt: z.looseObject({ reasons: z.array(z.unknown()) }) }),
});

/** Mines until the burn is final. */
async function cancelled({ id, safe }: CancelStory): Promise<void> {
  await story.chain.mine(3);
  const body = await story.until(id, 'cancelled');
  expect(Burnt.parse(body).evidence.burnt.reasons).toEqual([]);
  expect(await story.budget(id)).toEqual(['released']);
  expect(await story.balance('eth', safe.address)).toBe(parseEther('1000'));
}

/** What is looked for on the chain, in words. */
async function looking({ id }: CancelStory, words: RegExp): Promise<void> {
  await until(`${id} to look for ${String(words)}`, async () => {
    const { looking: look } = z
      .looseObject({ looking: z.object({ words: z.string() }).loose().nullable() })
      .parse(await story.show(id));
    return look !== null && words.test(look.words);
  });
}

describe('a cancel on the chain', () => {
  it('CANCEL-01 wins: the nonce is burnt, and the budget is free only by a final block', async () => {
    const cancel = await CancelStory.relayed(story);
    await story.signed(cancel.id, ['Otto', 'Omar']);
    await cancel.confirmed();
    await cancel.signBurn();
    expect(await cancel.show()).toMatchObject({
      stage: 'signed',
      ownerSignatures: { original: 2, burn: 3, threshold: 3 },
    });
    await cancel.execute(await cancel.burn());
    await looking(cancel, /nonce [0-9]+ is burnt in block [0-9]+; that is not final yet/);
    expect(await story.state(cancel.id)).toBe('cancelling');
    expect(await story.budget(cancel.id)).toEqual(['held']);
    await cancelled(cancel);
    expect(await story.freeze(cancel.safe)).toBeNull();
    expect(await story.findings(cancel.safe)).toEqual([]);
    const types = (await story.audited(cancel.id)).map(({ type }) => type.replace('transfer.', ''));
    expect(types.slice(types.indexOf('cancelling'))).toEqual([
      ...['cancelling', 'cancelling', 'simulation.recorded', 'cancel-answered', 'cancelling'],
      ...['cancel-signed', 'cancel-signed', 'cancel-signed', 'cancelling', 'cancelled'],
    ]);
    // The lane is open again, and the next nonce is the next transfer's.
    const next = await story.relayed({ amount: '1', safe: cancel.safe });
    expect((await story.cleared(next)).nonce).toBe(1n);
  });

  it('CANCEL-01 is lost: the original was faster, settles, and is a finding that freezes nothing', async () => {
    const cancel = await CancelStory.relayed(story);
    await cancel.confirmed();
    await cancel.signBurn(['Otto']);
    await cancel.execute(await cancel.original());
    const settled = await story.settled(cancel.id);
    expect(JSON.stringify(settled['evidence'])).toContain('The cancel was lost');
    expect(await story.budget(cancel.id)).toEqual(['settled']);
    expect(await story.freeze(cancel.safe)).toBeNull();
    expect((await story.findings(cancel.safe)).filter((code) => code === 'CANCEL_LOST')).toHaveLength(1);
  });

  it('CANCEL-02 of a frozen Safe goes all the way', async () => {
    const cancel = await CancelStory.relayed(story);
    await story.signed(cancel.id);
    const freeze = { scope: cancel.safe.id, reason: 'I do not trust it' };
    expect(await story.person('Clara').post('/v1/freezes', freeze)).toMatchObject({ status: 201 });
    await cancel.confirmed('Clara');
    await cancel.signBurn();
    await cancel.execute(await cancel.burn());
    await cancelled(cancel);
    expect(await story.freeze(cancel.safe)).toBe('SAFE_FROZEN');
  });

  it('CANCEL-03 is never lost while fewer owners than the threshold signed the original', async () => {
    const cancel = await CancelStory.relayed(story);
    await story.signed(cancel.id, ['Otto', 'Omar']);
    await cancel.confirmed('Ada');
    expect(await story.bringSignature(cancel.id, 'Orson').then(refusalOf)).toEqual([409, 'STATE_CONFLICT']);
    await expect(cancel.execute(await cancel.original(), ['Otto', 'Omar'])).rejects.toThrow();
    await cancel.signBurn();
    await cancel.execute(await cancel.burn());
    await cancelled(cancel);
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
    await cancel.execute(await cancel.burn());
    await cancelled(cancel);
  });

  it('CANCEL-05 of a cancelled transfer verifies offline, and names both hashes', async () => {
    const cancel = await CancelStory.relayed(story);
    await story.signed(cancel.id, ['Otto']);
    await cancel.confirmed();
    await cancel.signBurn();
    await cancel.execute(await cancel.burn());
    await cancelled(cancel);
  });
});

describe('who may ask and answer', () => {
  let cancel: CancelStory;

  beforeAll(async () => {
    cancel = await CancelStory.relayed(story);
  });

  it('refuses who neither requested nor confirmed it, and compliance may', async () => {
    expect(refusalOf(await cancel.ask('Amos'))).toEqual([403, 'FORBIDDEN']);
    expect(refusalOf(await cancel.ask('Audrey'))).toEqual([403, 'FORBIDDEN']);
    await cancel.cleared('Clara');
    expect(await story.state(cancel.id)).toBe('cancelling');
  });

  it('invariant 10: neither requester nor asker answers it, nor an approver whom the tier does not ask', async () => {
    expect(refusalOf(await cancel.confirm('Rita'))).toEqual([403, 'FORBIDDEN']);
    expect(refusalOf(await cancel.reject('Clara'))).toEqual([403, 'FORBIDDEN']);
    const other = await CancelStory.relayed(story, { by: 'Tariq' });
    await other.cleared('Ada');
    expect(refusalOf(await other.confirm('Tariq'))).toEqual([403, 'SOD']);
    expect(refusalOf(await other.confirm('Ada'))).toEqual([403, 'SOD']);
  });

  it('goes back to where it stood when another confirmer refuses, and nobody asks twice', async () => {
    expect(await cancel.reject('Amos')).toMatchObject({ status: 201, body: { state: 'relayed' } });
    expect(refusalOf(await cancel.ask('Clara'))).toEqual([409, 'ALREADY_ASKED']);
    await story.signed(cancel.id);
    await story.settled(cancel.id);
  });

  it('goes back, and on, when nobody confirms it within an hour', async () => {
    const late = await CancelStory.relayed(story);
    await late.cleared();
    await late.hoursLater(1);
    await story.until(late.id, 'relayed');
    expect(refusalOf(await late.confirm('Amos'))).toEqual([409, 'STATE_CONFLICT']);
    expect(refusalOf(await late.ask())).toEqual([409, 'ALREADY_ASKED']);
    await story.signed(late.id);
    await story.settled(late.id);
  });

  it('invariant 8: a row that says confirmed reaches no owner', async () => {
    const forged = await CancelStory.relayed(story);
    await forged.cleared();
    await story.sql(
      `UPDATE transfer SET evidence = jsonb_set(jsonb_set(evidence, '{cancel,stage}', '"confirmed"'),
        '{cancel,confirmedBy}', to_jsonb($2::text)) WHERE id = $1`,
      [forged.id, story.personId('Amos')],
    );
    const path = `/v1/transfers/${forged.id}/cancel/signature-request`;
    expect(refusalOf(await story.person('Otto').get(path))).toEqual([422, 'APPROVAL_BINDING']);
  });
});

describe('what owners sign of a cancel', () => {
  it('says what it burns, and that nothing of the original is to be signed', async () => {
    const cancel = await CancelStory.relayed(story, { by: 'Otto' });
    const path = `/v1/transfers/${cancel.id}/cancel/signature-request`;
    await cancel.cleared('Clara');
    expect(refusalOf(await story.person('Otto').get(path))).toEqual([409, 'STATE_CONFLICT']);
    expect(await cancel.confirm('Amos')).toMatchObject({ status: 201 });
    const [burn, original] = [cancel.hashOf(await cancel.burn()), cancel.hashOf(await cancel.original())];
    expect((await story.person('Otto').get(path)).body).toMatchObject({
      headline: 'burns nonce 0, moves nothing',
      digests: { eip712Digest: burn },
      ...{ cancelSafeTxHash: burn, cancelledSafeTxHash: original, signedOriginal: [], missing: 3 },
      known: 'No signature over the transfer reached Sluice; one may exist.',
    });
    for (const end of ['signature-request', 'signature-request/file']) {
      const reply = await story.person('Otto').get(`/v1/transfers/${cancel.id}/${end}`);
      expect([...refusalOf(reply), reply.body['detail']]).toEqual([
        ...[409, 'STATE_CONFLICT'],
        expect.stringContaining('it is being cancelled'),
      ]);
    }
    // Who requested the transfer may burn its nonce, and the same signature twice is one.
    await cancel.signBurn(['Otto', 'Otto']);
    expect(await cancel.show()).toMatchObject({ ownerSignatures: { burn: 1 } });
  });

  it('invariant 14: takes no signature over the original, without a freeze; one over a third hash freezes', async () => {
    const cancel = await CancelStory.relayed(story);
    await cancel.confirmed();
    const path = `/v1/transfers/${cancel.id}/cancel/owner-signatures`;
    const over = async (hash: `0x${string}`) => {
      const owner = story.ownerAccount('Omar');
      const body = { owner: owner.address, signature: await owner.sign({ hash }) };
      return refusalOf(await story.person('Omar').post(path, body));
    };
    expect(await over(cancel.hashOf(await cancel.original()))).toEqual([422, 'SIG_MISMATCH', '/signature']);
    expect(await story.freeze(cancel.safe)).toBeNull();
    expect(await over(`0x${'77'.repeat(32)}`)).toEqual([422, 'SIG_MISMATCH', '/signature']);
    expect(await story.freeze(cancel.safe)).toBe('SIG_MISMATCH');
    await cancel.signBurn();
    await cancel.execute(await cancel.burn());
    await cancelled(cancel);
  });
});

describe('what the chain does meanwhile', () => {
  it('is superseded by a burn that nobody confirmed, and freezes', async () => {
    const cancel = await CancelStory.relayed(story);
    await cancel.cleared();
    await cancel.execute(await cancel.burn());
    await story.chain.mine(3);
    await story.until(cancel.id, 'superseded');
    expect(await story.freeze(cancel.safe)).toBe('NONCE_SUPERSEDED');
  });

  it('is superseded by anything else, and freezes', async () => {
    const cancel = await CancelStory.relayed(story);
    await cancel.confirmed();
    const other = foreignTransaction(cancel.safe.address, await cancel.nonce(), { value: 1n });
    await cancel.execute(other);
    await story.chain.mine(3);
    await story.until(cancel.id, 'superseded');
    expect(await story.freeze(cancel.safe)).toBe('NONCE_SUPERSEDED');
  });

  it('invariant 23: is cancelled still, when a reorganisation took the original away', async () => {
    const cancel = await CancelStory.relayed(story);
    await cancel.confirmed();
    await cancel.signBurn();
    await cancel.execute(await cancel.original());
    await story.until(cancel.id, 'executed');
    await story.chain.client.request({ method: 'anvil_reorg' as never, params: [1, []] as never });
    await story.chain.mine(1);
    await story.until(cancel.id, 'cancelling');
    expect(await cancel.show()).toMatchObject({ stage: 'signed' });
    await cancel.execute(await cancel.burn());
    await cancelled(cancel);
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
