import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Hex } from 'viem';
import { printBundle } from '../../src/domain/evidence/bundle.js';
import { requestWords } from '../../src/domain/evidence/signer-words.js';
import { forOwner, verifyRequest } from '../../src/domain/evidence/verify-request.js';
import type { Json } from '../../src/domain/values/canonical-json.js';
import { parseAddress } from '../../src/domain/values/address.js';
import { anotherSignature } from '../builders/another-signature.js';
import { withPerson } from '../builders/founding.js';
import { made, refusalOf } from './answers.js';
import { CancelStory, brokenBy, cancelled, holdSubmissions, proven } from './cancel-story.js';
import { evidenceOf, rootsOf } from './evidence-of.js';
import { Mempool } from './mempool.js';
import { RegisterEdits } from './register-edits.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';

let story: StorySteps;

beforeAll(async () => {
  story = await openStory({
    safes: 12,
    founding: (document) => withPerson(document, 'Otto', { roles: ['operator', 'signer'] }),
  });
});

afterAll(() => story.close());

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
    await proven(story, cancel, { state: 'settled', words: /signed reject over the Cancellation/ });
  });

  it('goes back to what the owners have signed, and on, when another confirmer refuses', async () => {
    const late = await CancelStory.relayed(story);
    const free = await holdSubmissions(story);
    await story.signed(late.id);
    await late.cleared();
    expect(await late.reject('Amos')).toMatchObject({ status: 201, body: { state: 'signed' } });
    await free(late.id);
    await story.settled(late.id);
  });

  it('goes back to what was sent, and on, when another confirmer refuses', async () => {
    const mempool = new Mempool(story);
    const late = await CancelStory.relayed(story);
    await mempool.hold();
    await mempool.submitted(late.id);
    await late.cleared();
    expect(await late.reject('Amos')).toMatchObject({ status: 201, body: { state: 'submitted' } });
    await mempool.release();
    await mempool.expectPaidOnce(late.id, late.safe);
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

/** `sluice verify request` shows the burn, and no longer the transfer. */
async function shownOffline(
  cancel: CancelStory,
  { burn, original }: { readonly burn: Hex; readonly original: Hex },
): Promise<void> {
  const { bundle } = await evidenceOf(story, cancel.id, 'Otto');
  const asked = await verifyRequest(printBundle(bundle), await rootsOf(story));
  expect(asked.lines.filter(({ ok }) => ok === false)).toEqual([]);
  expect(asked).toMatchObject({ holds: true, isRooted: true });
  if (!asked.request) throw new Error('nothing to sign');
  expect(asked.request).toMatchObject({
    ...{ destination: null, amount: null, digests: { eip712Digest: burn } },
    cancels: {
      ...{ askedBy: story.personId('Clara'), askedByName: 'Clara' },
      ...{ confirmedBy: story.personId('Amos'), confirmedByName: 'Amos', original },
    },
  });
  const words = requestWords(asked.request);
  expect(words).toContain('burns nonce 0, moves nothing');
  expect(words).toMatch(/calls the Safe itself \(0x[0-9a-fA-F]{40}\) without data/);
  // The requester, too, may burn what they requested.
  const own = forOwner(asked, parseAddress(story.ownerAccount('Otto').address));
  expect(own.request).not.toBeNull();
}

/** Omar has signed. What the database calls a signature of Orson's counts for nothing. */
async function countsGenuineOnly(cancel: CancelStory): Promise<void> {
  const { address: orson } = story.ownerAccount('Orson');
  const values = [cancel.id, orson, story.personId('Orson')];
  await story.sql(
    `INSERT INTO owner_signature (transfer_id, owner, person_id, safe_tx_hash, signature, created_at)
      SELECT transfer_id, $2, $3, safe_tx_hash, signature, created_at FROM owner_signature WHERE transfer_id = $1`,
    values,
  );
  await cancel.signBurn(['Otto']);
  expect(await cancel.show()).toMatchObject({ stage: 'confirmed', ownerSignatures: { burn: 2 } });
  await story.sql('DELETE FROM owner_signature WHERE transfer_id = $1 AND owner = $2', values.slice(0, 2));
  await cancel.signBurn(['Orson']);
}

describe('what owners sign of a cancel', () => {
  it('says what it burns, and that nothing of the original is to be signed', async () => {
    const cancel = await CancelStory.relayed(story, { by: 'Otto' });
    const path = `/v1/transfers/${cancel.id}/cancel/signature-request`;
    await cancel.cleared('Clara');
    const { bundle } = await evidenceOf(story, cancel.id, 'Otto');
    const early = await verifyRequest(printBundle(bundle), await rootsOf(story));
    expect(early.request).toBeNull();
    expect(early.lines.map(({ words }) => words).join()).toContain('sign nothing');
    expect(refusalOf(await story.person('Otto').get(path))).toEqual([409, 'STATE_CONFLICT']);
    expect(await cancel.confirm('Amos')).toMatchObject({ status: 201 });
    const [burn, original] = [cancel.hashOf(cancel.burn), cancel.hashOf(cancel.original)];
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
    await shownOffline(cancel, { burn, original });
    // Who requested the transfer may burn its nonce, and the same signature twice is one.
    await cancel.signBurn(['Otto', 'Otto']);
    expect(await cancel.show()).toMatchObject({ ownerSignatures: { burn: 1 } });
  });

  it('invariant 14: takes no signature over the original, without a freeze; one over a third hash freezes', async () => {
    const cancel = await CancelStory.relayed(story);
    await cancel.confirmed();
    const path = `/v1/transfers/${cancel.id}/cancel/owner-signatures`;
    const bring = async (signature: Hex) => {
      const { address: owner } = story.ownerAccount('Omar');
      return refusalOf(await story.person('Omar').post(path, { owner, signature }));
    };
    const over = async (hash: Hex) => bring(await story.ownerAccount('Omar').sign({ hash }));
    expect(await over(cancel.hashOf(cancel.original))).toEqual([422, 'SIG_MISMATCH', '/signature']);
    expect(await story.freeze(cancel.safe)).toBeNull();
    expect(await over(`0x${'77'.repeat(32)}`)).toEqual([422, 'SIG_MISMATCH', '/signature']);
    expect(await story.freeze(cancel.safe)).toBe('SIG_MISMATCH');
    await cancel.signBurn(['Omar']);
    const second = anotherSignature(story.ownerAccount('Omar'), cancel.hashOf(cancel.burn));
    expect(await bring(second)).toEqual([409, 'RESIGN_REQUEST', '/signature']);
    expect(await story.findings(cancel.safe)).toContain('RESIGN_REQUEST');
    await countsGenuineOnly(cancel);
    await cancelled(story, cancel);
  });
});

describe('a cancel whose confirmer is gone', () => {
  it('invariant 25: becomes that of Sluice, is confirmed by somebody else, and its evidence holds', async () => {
    const cancel = await CancelStory.relayed(story);
    await cancel.confirmed('Tessa', 'Tariq');
    await cancel.signBurn(['Otto', 'Omar']);
    const signed = await CancelStory.relayed(story);
    await signed.confirmed('Tessa', 'Tariq');
    const free = await holdSubmissions(story);
    await signed.signBurn();
    expect(await signed.show()).toMatchObject({ stage: 'signed' });
    await new RegisterEdits(story).removePerson('Tariq');
    for (const each of [cancel, signed]) {
      await story.hurry('cancel', each.id);
      await each.atStage('cleared');
      const why = 'its confirmation no longer counts';
      expect(await each.show()).toMatchObject({ askedBy: 'system', why, confirmedBy: null });
      made(await each.confirm('Amos'));
    }
    // What owners signed of it counts still: it is the same burn.
    await signed.atStage('signed');
    await free(signed.id);
    await cancelled(story, signed);
    await cancel.signBurn(['Orson']);
    await cancelled(story, cancel);
    const ended = { state: 'cancelled', words: /The nonce of .* was burnt by/ };
    for (const each of [cancel, signed]) {
      const bundle = await proven(story, each, ended);
      expect(bundle.cancellations?.map(({ askedBy, answer }) => [askedBy, answer?.person])).toEqual([
        [story.personId('Tessa'), story.personId('Tariq')],
        ['system', story.personId('Amos')],
      ]);
    }
    // Orson signed after the second confirmation, which knew that Tariq is gone.
    const { bundle } = await evidenceOf(story, cancel.id, 'Otto');
    expect(await brokenBy(bundle, (entry) => entry)).toEqual([]);
    const [asked] = (await story.audited(cancel.id)).map(({ detail }) => detail['register']).filter(Boolean);
    const older = await brokenBy(bundle, (entry) =>
      entry.type === 'transfer.cancel-signed'
        ? { ...entry, detail: { ...entry.detail, register: asked as Json } }
        : entry,
    );
    expect(older).toContain('/cancel/ownerSignatures/2');
    expect(older).not.toContain('/cancel/ownerSignatures/1');
  });
});
