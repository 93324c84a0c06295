import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mnemonicAccount } from '../../sandbox/mnemonic.js';
import { parseAddress } from '../../src/domain/values/address.js';
import { withDestination, withPerson, withPrompts, withoutDelays } from '../builders/founding.js';
import { executeWithOwners, foreignTransaction } from '../builders/safe-execution.js';
import { made, reasonsOf, refusalOf } from './answers.js';
import { Asked } from './asked.js';
import { RegisterEdits } from './register-edits.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';

let story: StorySteps;
let edits: RegisterEdits;
let asked: Asked;

const EXTRA = ['Hot wallet 2', 'Hot wallet 3', 'Hot wallet 4', 'Hot wallet 5'];

beforeAll(async () => {
  story = await openStory({
    safes: 19,
    founding: (document) => {
      const book = EXTRA.reduce(
        (made, label, index) =>
          withDestination(made, { label, address: parseAddress(mnemonicAccount(60 + index).address) }),
        document,
      );
      const asking = withPerson(book, 'Oona', { roles: ['operator', 'signer'] });
      return withoutDelays(withPrompts(withPerson(asking, 'Amos', { roles: ['operator', 'approver'] })));
    },
  });
  edits = new RegisterEdits(story);
  asked = new Asked(story);
});

afterAll(() => story.close());

afterEach(() => asked.endAll());

describe('while people are asked', () => {
  it('invariant 9: a nonce that has moved makes the confirmations stale, by the system, with the reason and the time', async () => {
    const safe = story.freshSafe();
    const id = await story.awaiting({ amount: '11', safe });
    await story.confirmed(id, ['Ada']);
    await executeWithOwners(story.chain, safe.address, foreignTransaction(safe.address, 0n));
    expect(await asked.becauseOf(id)).toBe("the Safe's nonce is 1, cleared for 0");
    await story.askedAnew(id);
    const [stale] = (await asked.shown(id)).confirmations;
    expect(stale).toMatchObject({
      revision: 1,
      status: 'stale',
      staleBecause: { reason: "the Safe's nonce is 1, cleared for 0", by: 'system' },
    });
    expect(stale?.staleBecause?.at).toMatch(/^[0-9-]{10}T[0-9:]{8}Z$/);
    const entry = (await story.audited(id)).find(({ type }) => type === 'transfer.revised');
    expect(entry?.actor).toBe('system');
    await story.confirmed(id, ['Ada', 'Rita']);
    await story.until(id, 'relayed');
    expect((await asked.shown(id)).revisions).toMatchObject([
      { revision: 1 },
      { revision: 2, because: null },
    ]);
  });

  it('invariant 9: a removed destination, and the transfer is refused', async () => {
    const { id: destination } = story.destination('Hot wallet 2');
    const id = await asked.halfConfirmed(destination);
    await edits.removeDestination(destination);
    expect(await asked.becauseOf(id)).toBe('Hot wallet 2 was removed from the address book');
    expect(reasonsOf(await story.until(id, 'refused'))).toContain('DEST_NOT_ALLOWED');
  });

  it('invariant 9: an expired destination', async () => {
    const { id: destination } = story.destination('Hot wallet 3');
    const id = await asked.halfConfirmed(destination);
    await edits.expireDestination(destination);
    expect(await asked.becauseOf(id)).toBe('the entry of Hot wallet 3 in the address book has expired');
    expect(reasonsOf(await story.until(id, 'refused'))).toContain('ENTRY_EXPIRED');
  });

  it('invariant 9: code that appeared at the destination', async () => {
    const { id: destination, address } = story.destination('Hot wallet 4');
    const id = await asked.halfConfirmed(destination);
    await story.chain.client.setCode({ address, bytecode: '0x00' });
    expect(await asked.becauseOf(id)).toBe(
      'The code at the destination "Hot wallet 4" is not what was approved.',
    );
    expect(reasonsOf(await story.until(id, 'refused'))).toContain('DEST_CODE_CHANGED');
  });

  it('invariant 9: another name of the destination is another line to sign', async () => {
    const { id: destination, address } = story.destination('Hot wallet 5');
    const id = await asked.halfConfirmed(destination);
    await edits.relabelDestination(destination, 'Cold 7');
    expect(await asked.becauseOf(id)).toMatch(`it reads otherwise now: Send 11 ETH from Cold`);
    await story.askedAnew(id);
    const { body } = await story.person('Ada').get(`/v1/transfers/${id}/clearance`);
    expect(body['words']).toMatch(`to Cold 7 (${address}) on chain`);
  });

  it('invariant 9: a removed asset', async () => {
    const id = await asked.halfConfirmed();
    await edits.removeAsset(story.assetId('eth'));
    expect(await asked.becauseOf(id)).toBe('ETH was removed from the registry of assets');
    expect(reasonsOf(await story.until(id, 'refused'))).toContain('ASSET_NOT_ALLOWED');
    await edits.restoreAsset(story.assetId('eth'));
  });

  it.each<[string, string, string, (who: RegisterEdits) => Promise<void>]>([
    [
      'without the role',
      'Tariq',
      'the requester Tariq is no longer an operator',
      (who) => who.giveRoles('Tariq', ['approver']),
    ],
    [
      'whose key was revoked',
      'Amos',
      'the key that Amos signed the intent with is no longer theirs to use',
      (who) => who.revokeKey('Amos'),
    ],
    ['who was removed', 'Oona', 'the requester Oona was removed', (who) => who.removePerson('Oona')],
  ])('invariant 9: a requester %s', async (_case, by, because, change) => {
    const id = await story.requested({ amount: '11', safe: story.freshSafe(), by });
    await story.until(id, 'awaiting-confirmation');
    await change(edits);
    expect(await asked.becauseOf(id)).toBe(because);
    await story.until(id, 'refused');
  });

  it('invariant 15: a Safe that is not as pinned, which is frozen as well', async () => {
    const safe = story.freshSafe();
    const id = await story.awaiting({ amount: '11', safe });
    // The threshold (slot 4), as no one of Sluice has set it.
    await story.chain.client.setStorageAt({
      address: safe.address,
      index: '0x4',
      value: `0x${'1'.padStart(64, '0')}`,
    });
    expect(await asked.becauseOf(id)).toBe('the Safe is not as pinned: threshold is 1, pinned 3');
    expect(await story.freeze(safe)).toBe('SAFE_STATE_DRIFT');
    expect(reasonsOf(await story.until(id, 'refused'))).toContain('SAFE_STATE_DRIFT');
  });

  it('invariant 6: a provider that does not answer changes nothing, and it is looked at again', async () => {
    const safe = story.freshSafe();
    const id = await story.awaiting({ amount: '11', safe });
    await story.confirmed(id, ['Ada']);
    story.chain.proxy.mode = 'down';
    await executeWithOwners(story.chain, safe.address, foreignTransaction(safe.address, 0n));
    await story.hurry('recheck', id);
    await story.awaitJob('recheck', id, 'waiting');
    expect(await asked.shown(id)).toMatchObject({ state: 'awaiting-confirmation', revision: 1 });
    story.chain.proxy.mode = 'pass';
    expect(await asked.becauseOf(id)).toBe("the Safe's nonce is 1, cleared for 0");
  });

  it('invariant 7: a state from before the clearance, as a provider that lags shows it, says nothing', async () => {
    const safe = story.freshSafe();
    const id = await story.awaiting({ amount: '11', safe });
    // As if it had been cleared at a block that the providers have yet to agree on.
    await story.sql('UPDATE simulation SET block_number = block_number + 1000 WHERE transfer_id = $1', [id]);
    await executeWithOwners(story.chain, safe.address, foreignTransaction(safe.address, 0n));
    await story.hurry('recheck', id);
    await story.awaitJob('recheck', id, 'waiting');
    expect(await asked.shown(id)).toMatchObject({ state: 'awaiting-confirmation', revision: 1 });
  });

  it('invariant 6: the registers are looked at even while a provider does not answer', async () => {
    const id = await asked.halfConfirmed();
    story.chain.proxy.mode = 'down';
    const version = await edits.policy((document) => document);
    expect(await asked.becauseOf(id)).toBe(
      `policy ${String(version)} is in force, cleared under policy ${String(version - 1)}`,
    );
    story.chain.proxy.mode = 'pass';
    await story.askedAnew(id);
  });

  it('a freeze ends nothing that waits', async () => {
    const safe = story.freshSafe();
    const id = await story.awaiting({ amount: '11', safe });
    made(await story.person('Ada').post('/v1/freezes', { scope: safe.id, reason: 'A drill' }));
    await story.hurry('recheck', id);
    await story.awaitJob('recheck', id, 'waiting');
    expect(await asked.shown(id)).toMatchObject({ state: 'awaiting-confirmation', revision: 1 });
  });
});

describe('who answers what no longer stands', () => {
  it('invariant 9: does not sign it: a new revision is made at once, and its reason is the answer', async () => {
    const id = await asked.halfConfirmed();
    await story.postpone('recheck', id);
    await edits.policy((document) => document);
    const reply = await story.person('Rita').confirm(id);
    expect(refusalOf(reply).slice(0, 2)).toEqual([409, 'REVISION_STALE']);
    expect(reply.body['detail']).toMatch(/^policy [0-9]+ is in force, cleared under policy [0-9]+: a new/);
    await story.askedAnew(id);
    expect((await asked.shown(id)).confirmations).toMatchObject([{ revision: 1, status: 'stale' }]);
  });

  it('can always say no', async () => {
    const id = await asked.halfConfirmed();
    await story.postpone('recheck', id);
    await edits.policy((document) => document);
    expect(made(await story.person('Rita').reject(id, 'Not the usual amount'))).toMatchObject({
      state: 'rejected',
    });
  });
});

describe('a confirmed transfer', () => {
  it('invariant 8: goes back when the quorum is gone, however long the gate waits', async () => {
    const id = await asked.halfConfirmed();
    story.chain.proxy.mode = 'down';
    await story.confirmed(id, ['Rita']);
    expect(await story.state(id)).toBe('confirmed');
    await edits.revokeKey('Rita');
    expect(await asked.becauseOf(id)).toBe(
      'the confirmations no longer make the quorum: 1 of risk needed, 0 there',
    );
    story.chain.proxy.mode = 'pass';
    await story.askedAnew(id);
    expect((await asked.shown(id)).confirmations.map(({ status }) => status)).toEqual(['stale', 'stale']);
  });
});
