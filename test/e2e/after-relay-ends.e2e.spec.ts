import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keccak256 } from 'viem';
import { InboxPage } from '../../src/inbox/inbox.contract.js';
import { AfterRelayStory } from './after-relay-story.js';
import { made, refusalOf } from './answers.js';
import { holdRelayer } from './mempool.js';
import type { StorySteps } from './story-steps.js';

let world: AfterRelayStory;
let story: StorySteps;

beforeAll(async () => {
  world = await AfterRelayStory.open(6);
  story = world.story;
});

afterAll(() => story.close());

describe('a relayed transfer that cannot go on', () => {
  it('invariant 25: is cancelled when its intent expires, and takes no signature meanwhile', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '9', safe, expiresIn: 20 });
    await story.postpone('recheck', id);
    await story.signed(id, ['Omar']);
    await world.isOver(id);
    expect(refusalOf(await story.bringSignature(id, 'Oona')).slice(0, 2)).toEqual([422, 'EXPIRED']);
    await story.hurry('recheck', id);
    await story.until(id, 'cancelling');
    expect(await asked(id)).toEqual([
      'system',
      'the intent has expired; one owner has signed it, and signatures do not expire',
    ]);
    const late = await story.bringSignature(id, 'Oona');
    expect(refusalOf(late).slice(0, 2)).toEqual([409, 'STATE_CONFLICT']);
    expect(late.body['detail']).toMatch('being cancelled');
    const burn = await world.bringBurn(id, safe, 'Oona');
    expect(refusalOf(burn).slice(0, 2)).toEqual([409, 'STATE_CONFLICT']);
    expect(burn.body['detail']).toMatch(`POST /v1/transfers/${id}/cancel/owner-signatures`);
    expect([await story.freeze(safe), await world.signatures(id)]).toEqual([null, 1]);
    const foreign = await world.bring(id, 'Orson', keccak256('0x02'));
    expect(refusalOf(foreign)).toEqual([422, 'SIG_MISMATCH', '/signature']);
    expect(await story.freeze(safe)).toBe('SIG_MISMATCH');
  });

  it('invariant 25: is cancelled when a confirmer was removed, and says that no signature is known', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '9', safe }, ['Amos']);
    await story.postpone('recheck', id);
    await world.edits.removePerson('Amos');
    expect(refusalOf(await story.bringSignature(id, 'Omar')).slice(0, 2)).toEqual([422, 'APPROVAL_BINDING']);
    await story.hurry('recheck', id);
    await story.until(id, 'cancelling');
    expect(await asked(id)).toEqual([
      'system',
      "its confirmations no longer make their quorum; no owner's signature reached Sluice; one may exist",
    ]);
    expect(await world.executed(safe)).toBe(0n);
  });

  it('invariant 25: waits for its expiry when its requester was removed', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '9', safe, by: 'Tariq' });
    await story.signed(id, ['Omar', 'Oona']);
    await world.edits.removePerson('Tariq');
    expect(refusalOf(await story.bringSignature(id, 'Orson')).slice(0, 2)).toEqual([422, 'INTENT_SIGNATURE']);
    expect(await world.waitsFor(id, 'INTENT_SIGNATURE')).toMatch('no longer active');
    expect([await story.state(id), await world.executed(safe)]).toEqual(['relayed', 0n]);
  });
});

describe("an owner's signature that was taken", () => {
  it('invariant 14: counts no more once its key is revoked: nothing is sent until enough others have signed', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '9', safe });
    const letGo = holdRelayer(story);
    await story.signed(id, ['Otto', 'Omar', 'Oona']);
    await world.edits.revokeOwnerKey('Otto');
    expect(await world.waitsFor(id, 'OWNER_SIGNATURE_REVOKED')).toMatch(
      /^Waits for 1 more of owners \(.*Orson.*\): the signature of 0x.*2 of 3 are there$/,
    );
    expect(await askedToSign(id)).toEqual(['Orson']);
    letGo();
    await story.hurry('submit', id);
    await story.awaitJob('submit', id, 'waiting');
    expect([await story.state(id), await world.executed(safe)]).toEqual(['signed', 0n]);
    const { safeTxHash } = await story.cleared(id);
    expect(refusalOf(await world.bring(id, 'Otto', safeTxHash)).slice(0, 2)).toEqual([
      403,
      'OWNER_NOT_MAPPED',
    ]);
    made(await story.bringSignature(id, 'Orson'));
    await world.waitsFor(id, null);
    expect(approvals(await story.settled(id))).toEqual(['Omar', 'Oona', 'Orson'].map(ownerOf).sort());
    expect([await story.findings(safe), await story.freeze(safe)]).toEqual([
      ['OWNER_SIGNATURE_REVOKED'],
      null,
    ]);
  });

  it('invariant 14: counts no more once its person is removed, and stays on record', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '9', safe });
    await story.signed(id, ['Odile']);
    await world.edits.removePerson('Odile');
    expect(await world.waitsFor(id, 'OWNER_SIGNATURE_REVOKED')).toMatch('0 of 3 are there');
    expect(await askedToSign(id)).toEqual(['Omar', 'Oona', 'Orson']);
    await story.signed(id, ['Omar', 'Oona']);
    expect(await world.waitsFor(id, 'OWNER_SIGNATURE_REVOKED')).toMatch('2 of 3 are there');
    expect(await askedToSign(id)).toEqual(['Orson']);
    expect(await story.state(id)).toBe('relayed');
    await story.signed(id, ['Orson']);
    expect(approvals(await story.settled(id))).toEqual(['Omar', 'Oona', 'Orson'].map(ownerOf).sort());
    expect([await world.signatures(id), await story.findings(safe)]).toEqual([
      4,
      ['OWNER_SIGNATURE_REVOKED'],
    ]);
  });
});

/** Which of some owners have it in their inbox, to sign it. */
async function askedToSign(id: string): Promise<readonly string[]> {
  const asked = ['Omar', 'Oona', 'Orson'].map(async (name) => {
    const { data } = InboxPage.parse((await story.person(name).get('/v1/inbox')).body);
    return data.some(({ kind, subject }) => kind === 'sign' && subject.id === id) ? [name] : [];
  });
  return (await Promise.all(asked)).flat();
}

function ownerOf(name: string): string {
  return story.ownerAccount(name).address;
}

function approvals(settled: Readonly<Record<string, unknown>>): string[] {
  const { evidence } = settled as { evidence: { judged: { approvals: { owner: string }[] } } };
  return evidence.judged.approvals.map(({ owner }) => owner).sort();
}

/** By whom and why the cancel of a transfer was asked for. */
async function asked(id: string): Promise<readonly unknown[]> {
  const [row] = await story.sql('SELECT asked_by, why FROM cancellation WHERE transfer_id = $1', [id]);
  return [row?.['asked_by'], row?.['why']];
}
