import { beforeEach, describe, expect, it } from '@jest/globals';
import { DAY, GovernedWorld, faultOf } from '../../../test/builders/governed-world.js';
import { Governance, emptyPolicy } from '../../../test/governance.js';
import { newId } from '../../infra/database/new-id.js';
import { parseBytes32 } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import { type Act } from '../changes/act.js';
import { latest } from './ledger.js';
import { replay } from './replay.js';

const tighter = { ...emptyPolicy(), maxExpirySeconds: 3_600 };
const looser = { ...emptyPolicy(), maxExpirySeconds: 172_800 };

let world: GovernedWorld;

beforeEach(async () => {
  world = await GovernedWorld.found();
});

describe('what is signed', () => {
  it('words that do not say what the content does are refused (THREATS I06)', async () => {
    const draft = world.governance.drafted('policy', 'policy', looser, world.governor(0));
    for (const sentences of [
      ['The policy is called "Empty policy".'],
      [...draft.sentences, 'It is a drill.'],
    ]) {
      const act = await world.proposal({ ...draft, sentences }, world.governor(0));
      expect(await world.faultOf(act)).toContain('its words do not say what it does');
    }
  });

  it('an answer for another installation, chain or change counts nowhere else', async () => {
    const change = await world.propose('policy', 'policy', looser);
    const other = await world.propose('policy', 'policy', { ...(looser as object), name: 'Other' });
    const by = world.governor(1);
    const given = await world.governance.signed(change, by, { decision: 'approve' });
    const fault = 'signed by no key of its person';
    const moved: Act = { act: 'answer', answer: { ...given, changeId: other.id } };
    expect(await world.faultOf(moved)).toContain(fault);
    for (const installation of [
      { ...world.governance.ledger.installation, chainId: 10 },
      { ...world.governance.ledger.installation, id: parseBytes32(`0x${'77'.repeat(32)}`) },
    ]) {
      const elsewhere = { ...world.governance.ledger, installation };
      const act: Act = { act: 'answer', answer: given };
      expect(await faultOf(replay(installation.id, [act], elsewhere))).toContain(fault);
    }
  });

  it('an act that was signed on top of another register is refused', async () => {
    const draft = world.governance.drafted('policy', 'policy', looser, world.governor(0));
    const act = await world.proposal(draft, world.governor(0), { head: `0x${'77'.repeat(32)}` });
    expect(await world.faultOf(act)).toContain('over another register');
  });

  it('an act that was signed on top of an older head is taken: others may have signed meanwhile', async () => {
    const { head } = world.governance.ledger;
    await world.propose('policy', 'policy', looser);
    const draft = world.governance.drafted('policy', 'policy', tighter, world.governor(0));
    expect(await world.faultOf(await world.proposal(draft, world.governor(0), { head }))).toBeUndefined();
  });

  it('an approval signed long before the act ahead of it is refused: it would shorten the delay', async () => {
    const change = await world.propose('policy', 'policy', looser);
    world.pass(3_000);
    await world.approve(change, 1);
    const early = await world.answer(change, world.governor(2), { decision: 'approve', at: world.now - 601 });
    expect(await world.faultOf(early)).toContain('signed long before the act ahead of it');
    const slow = await world.answer(change, world.governor(2), { decision: 'approve', at: world.now - 600 });
    const ledger = await replay(world.governance.digest, [slow], world.governance.ledger);
    const activeFrom = world.now + DAY;
    expect(ledger.changes.get(change.id)?.status).toMatchObject({ state: 'approved', activeFrom });
  });

  it('a change is proposed once, and none is called as the founding is', async () => {
    const change = await world.propose('policy', 'policy', looser);
    const again = await world.proposal(change, world.governor(0));
    expect(await world.faultOf(again)).toContain('proposed once');
    const founding = latest(world.governance.ledger, 'policy', 'policy')?.changeId ?? change.id;
    const named = await world.proposal({ ...change, id: founding }, world.governor(0));
    expect(await world.faultOf(named)).toContain('proposed once');
  });

  it('a proposal is not signed as anything else, nor answered by a proposal', async () => {
    const change = world.governance.drafted('policy', 'policy', looser, world.governor(0));
    const answer = await world.governance.signed(change, world.governor(0), { decision: 'approve' });
    expect(await world.faultOf({ act: 'propose', change, answer })).toContain('not over the proposal');
    const proposed = await world.propose('policy', 'policy', looser);
    const word = await world.answer(proposed, world.governor(0), { decision: 'propose' });
    expect(await world.faultOf(word)).toContain('proposed once');
  });

  it('an answer to nothing is refused', async () => {
    const change = world.governance.drafted('policy', 'policy', looser, world.governor(0));
    const word = await world.answer(change, world.governor(1), { decision: 'approve' });
    expect(await world.faultOf(word)).toContain('no such change');
  });
});

describe('the founding', () => {
  it('is the first act, once, and the one that the gateway was told of', async () => {
    const { governance } = world;
    const [founding] = governance.acts;
    if (!founding) throw new Error('nothing was founded');
    expect(await world.faultOf(founding)).toContain('founded once');
    expect(await faultOf(replay(governance.digest, []))).toContain('not been founded');
    const other = await Governance.found();
    expect(await faultOf(replay(governance.digest, other.acts))).toContain('not the one that this gateway');
    const change = await world.propose('policy', 'policy', looser);
    const proposal = await world.proposal(change, world.governor(0));
    expect(await faultOf(replay(governance.digest, [proposal]))).toContain('not the founding');
    const disguised: Act = {
      ...proposal,
      change: { ...change, id: parseId('chg', newId('chg')), kind: 'founding' },
    } as Act;
    expect(await world.faultOf(disguised)).toContain('founded once');
  });
});
