import { beforeEach, describe, expect, it } from '@jest/globals';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { evmKeyContent, passkeyContent } from '../../../test/builders/governed.js';
import { DAY, GovernedWorld, twoAndADay } from '../../../test/builders/governed-world.js';
import { SoftAuthenticator } from '../../../test/builders/authenticator.js';
import { type Signer, emptyPolicy, person } from '../../../test/governance.js';
import { newId } from '../../infra/database/new-id.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';
import { type PersonId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { misfit, misfits } from './consistency.js';
import { changeQuorum, isApprovalAwaited } from './judge.js';
import { Registered } from './registered.js';

const tighter = { ...emptyPolicy(), maxExpirySeconds: 3_600 };
const looser = { ...emptyPolicy(), maxExpirySeconds: 172_800 };

let world: GovernedWorld;

beforeEach(async () => {
  world = await GovernedWorld.found();
});

function present(): Registered {
  return new Registered(world.governance.present);
}

function stranger(id: PersonId): Signer {
  const account = privateKeyToAccount(generatePrivateKey());
  return { id, sign: (hash) => account.sign({ hash }) };
}

describe('invariant 10: duties stay apart', () => {
  it('nobody approves what they proposed', async () => {
    const change = await world.propose('policy', 'policy', looser);
    const own = await world.answer(change, world.governor(0), { decision: 'approve' });
    expect(await world.faultOf(own)).toContain('none of theirs to give');
  });

  it('one person counts once, with however many keys', async () => {
    const change = await world.propose('policy', 'policy', looser);
    const second = await world.giveKey(world.governor(1).id);
    const again = await world.propose('policy', 'policy', looser);
    await world.approve(again, 1);
    expect(await world.faultOf(await world.answer(again, second, { decision: 'approve' }))).toContain(
      'one person counts once',
    );
    expect(world.statusOf(change).state).toBe('expired');
  });

  it('nobody outside the asked group answers', async () => {
    const outsider = await world.bringIn('Olga', ['approver', 'admin', 'compliance'], ['treasury']);
    const change = await world.propose('policy', 'policy', looser);
    for (const decision of ['approve', 'reject'] as const)
      expect(await world.faultOf(await world.answer(change, outsider, { decision }))).toContain(
        'none of theirs',
      );
  });

  it('nobody proposes what is none of their role', async () => {
    const operator = await world.bringIn('Oleg', ['operator'], ['governance']);
    const draft = world.governance.drafted('policy', 'policy', looser, operator);
    expect(await world.faultOf(await world.proposal(draft, operator))).toContain('nobody who may propose it');
  });

  it('nobody approves their own rights, nor their own key', async () => {
    const { id } = world.governor(1);
    const rights = await world.propose(
      'person',
      id,
      person('Governor 2', ['admin', 'operator'], ['governance']),
    );
    expect(
      await world.faultOf(await world.answer(rights, world.governor(1), { decision: 'approve' })),
    ).toContain('none of theirs');
    const account = privateKeyToAccount(generatePrivateKey());
    const key = { id, sign: (hash: `0x${string}`) => account.sign({ hash }) };
    const enrolment = await world.propose('key', account.address, evmKeyContent(id, account.address), key);
    await world.answers(enrolment, 'approve', [world.governor(0)]);
    expect(
      await world.faultOf(await world.answer(enrolment, world.governor(1), { decision: 'approve' })),
    ).toContain('none of theirs');
  });

  it('a proposal in the name of another is signed by nobody', async () => {
    const draft = world.governance.drafted('policy', 'policy', looser, world.governor(0));
    const asOther = {
      id: world.governor(0).id,
      sign: (hash: `0x${string}`) => world.governor(1).sign(parseBytes32(hash)),
    };
    expect(await world.faultOf(await world.proposal(draft, asOther))).toContain('nobody who may propose it');
    expect(await world.faultOf(await world.proposal(draft, world.governor(1)))).toContain('nobody who may');
  });
});

describe('invariant 9: who was removed meanwhile does not count', () => {
  it('an approver who is gone when it would become active sends it back to the others', async () => {
    const change = await world.propose('policy', 'policy', looser);
    await world.approve(change, 1, 2);
    await world.propose('person', world.governor(2).id, null);
    world.pass(DAY);
    expect(world.statusOf(change)).toEqual({ state: 'expired', at: world.now });
  });

  it('and if approvals are still taken then, another one completes it, after a delay of its own', async () => {
    const draft = world.governance.drafted('policy', 'policy', looser, world.governor(0));
    const change = { ...draft, expiresAt: unixSeconds(world.now + 10 * DAY) };
    await world.governance.submit(change, world.governor(0));
    await world.approve(change, 1, 2);
    await world.propose('person', world.governor(2).id, null);
    world.pass(DAY);
    expect(world.statusOf(change)).toEqual({ state: 'proposed' });
    world.pass(60);
    await world.approve(change, 3);
    expect(world.statusOf(change)).toMatchObject({ state: 'approved', activeFrom: world.now + DAY });
  });

  it('an approval by a key that was revoked counts no more, and its person approves anew with the next', async () => {
    const draft = world.governance.drafted('policy', 'policy', looser, world.governor(0));
    const change = { ...draft, expiresAt: unixSeconds(world.now + 10 * DAY) };
    await world.governance.submit(change, world.governor(0));
    const second = await world.giveKey(world.governor(1).id);
    await world.answers(change, 'approve', [second]);
    await world.propose('key', second.account.address, null);
    await world.approve(change, 2);
    expect(world.statusOf(change).state).toBe('proposed');
    expect(await world.faultOf(await world.answer(change, second, { decision: 'approve' }))).toContain(
      'signed by no key of its person',
    );
    await world.approve(change, 1);
    expect(world.statusOf(change).state).toBe('approved');
  });

  it('a recovered person does not approve with the new key before its own quorum and delay', async () => {
    const { id } = world.governor(1);
    const account = privateKeyToAccount(generatePrivateKey());
    const recovered = { id, sign: (hash: `0x${string}`) => account.sign({ hash }) };
    const enrolment = await world.propose(
      'key',
      account.address,
      evmKeyContent(id, account.address),
      recovered,
    );
    await world.approve(enrolment, 2, 3);
    const change = await world.propose('policy', 'policy', looser);
    expect(await world.faultOf(await world.answer(change, recovered, { decision: 'approve' }))).toContain(
      'signed by no key of its person',
    );
  });

  it('who is removed neither answers nor proposes', async () => {
    const change = await world.propose('policy', 'policy', looser);
    const draft = world.governance.drafted('policy', 'policy', tighter, world.governor(3));
    await world.propose('person', world.governor(3).id, null);
    expect(
      await world.faultOf(await world.answer(change, world.governor(3), { decision: 'approve' })),
    ).toBeDefined();
    expect(await world.faultOf(await world.proposal(draft, world.governor(3)))).toBeDefined();
  });

  it('what was asked of fewer is recounted by what is asked when it would become active', async () => {
    const change = await world.propose('policy', 'policy', looser);
    await world.approve(change, 1, 2);
    const policy = twoAndADay().kinds.policy;
    const three = { ...policy, loosen: { ...policy.loosen, require: [{ group: 'governance', count: 3 }] } };
    await world.propose('quorums', 'quorums', twoAndADay({ policy: three }));
    world.pass(DAY);
    expect(world.statusOf(change).state).toBe('expired');
  });
});

describe('a quorum that asks for EVM keys', () => {
  /** Two of the governance, and one of them by an EVM key. */
  async function asked(): Promise<void> {
    const { policy } = twoAndADay().kinds;
    const require = [
      { group: 'governance', count: 1 },
      { group: 'governance', count: 1, keys: 'evm' },
    ];
    const loosen = { ...policy.loosen, require };
    await world.become('quorums', 'quorums', twoAndADay({ policy: { ...policy, loosen } }));
  }

  async function passkeyOf(id: PersonId): Promise<Signer> {
    const device = new SoftAuthenticator();
    const passkey = { id, sign: (digest: Bytes32) => Promise.resolve(device.assert(digest)) };
    await world.become('key', device.credentialId, passkeyContent(id, device), passkey);
    return passkey;
  }

  it("is not met by passkeys, and a passkey's approval that fills no place is no answer yet", async () => {
    const [one, two] = [await passkeyOf(world.governor(1).id), await passkeyOf(world.governor(2).id)];
    await asked();
    const change = await world.propose('policy', 'policy', looser);
    await world.answers(change, 'approve', [one, two]);
    expect(world.statusOf(change).state).toBe('proposed');
    const record = present().ledger.changes.get(change.id);
    if (!record) throw new Error('it is not there');
    expect(changeQuorum(present().ledger, { ...record, change }).missing).toEqual([
      { group: 'governance', keys: 'evm', needed: 1, have: 0 },
    ]);
    await world.approve(change, 3);
    expect(world.statusOf(change).state).toBe('approved');
  });

  it('lets somebody whose passkey can fill no place approve with an EVM key', async () => {
    const one = await passkeyOf(world.governor(1).id);
    const { policy } = twoAndADay().kinds;
    const loosen = { ...policy.loosen, require: [{ group: 'governance', count: 1, keys: 'evm' }] };
    await world.become('quorums', 'quorums', twoAndADay({ policy: { ...policy, loosen } }));
    const change = await world.propose('policy', 'policy', looser);
    await world.answers(change, 'approve', [one]);
    expect(world.statusOf(change).state).toBe('proposed');
    await world.approve(change, 1);
    expect(world.statusOf(change).state).toBe('approved');
  });

  it('waits for nobody whose approval would be refused, or fill no place', async () => {
    const [maker, two] = [await passkeyOf(world.governor(1).id), world.governor(2)];
    const passkey = await passkeyOf(two.id);
    const [evm] =
      present()
        .people.get(maker.id)
        ?.keys.filter(({ kind }) => kind === 'evm') ?? [];
    await asked();
    const change = await world.propose('policy', 'policy', looser);
    const isAwaited = ({ id }: Signer) => {
      const { ledger } = present();
      const record = ledger.changes.get(change.id);
      return record !== undefined && isApprovalAwaited(ledger, { ...record, change }, id);
    };
    await world.propose('key', evm?.id ?? '', null);
    // One place takes a passkey; then only the other is open, which takes none.
    expect([maker, two].map(isAwaited)).toEqual([true, true]);
    await world.answers(change, 'approve', [passkey]);
    expect([maker, two, world.governor(3)].map(isAwaited)).toEqual([false, false, true]);
  });

  it('is refused where too few people have one', () => {
    const { policy } = twoAndADay().kinds;
    const loosen = { ...policy.loosen, require: [{ group: 'governance', count: 5, keys: 'evm' }] };
    const wanted = {
      kind: 'quorums',
      subject: 'quorums',
      content: twoAndADay({ policy: { ...policy, loosen } }),
    };
    expect(misfit(present(), wanted as never)).toBe(
      'a loosening policy change needs 5 of governance (EVM keys only), and there are fewer',
    );
    expect(misfits(present(), wanted as never).map(({ pointer }) => pointer)).toEqual([
      '/content/kinds/policy/loosen/require/0',
    ]);
  });

  it('a policy is told all that nobody has registered, and each place that too few people fill', () => {
    const [asset, nobody] = [newId('ast'), newId('per')];
    const few = [
      { group: 'governance', count: 1 },
      { group: 'nobody', count: 1 },
    ];
    const limit = { kind: 'requester-limit', personId: nobody, assetId: asset };
    const content = {
      ...emptyPolicy(),
      rules: [
        { id: 'twice', kind: 'asset-allowed', assetIds: [asset], waivable: false },
        { id: 'twice', ...limit, max: '1', waivable: false },
      ],
      tiers: [{ name: 'all', assetId: asset, upTo: '1', require: few }],
      exceptionQuorum: [{ group: 'nobody', count: 1 }],
    };
    const faults = misfits(present(), { kind: 'policy', subject: 'policy', content });
    expect(faults.map(({ code, pointer }) => [code, pointer])).toEqual(
      [
        '/content/rules/0/assetIds/0',
        '/content/rules/1/assetId',
        '/content/tiers/0/assetId',
        '/content/rules/1/personId',
        // None of the governors is an approver.
        '/content/tiers/0/require/0',
        '/content/tiers/0/require/1',
        '/content/exceptionQuorum/0',
      ].map((pointer) => ['CHANGE_INVALID', pointer]),
    );
  });
});

describe('an enrolment', () => {
  it('is proposed by the new key itself: nobody enrols a key that they do not have', async () => {
    const { id } = world.governor(1);
    const { address } = privateKeyToAccount(generatePrivateKey());
    const draft = world.governance.drafted('key', address, evmKeyContent(id, address), stranger(id));
    expect(await world.faultOf(await world.proposal(draft, stranger(id)))).toContain(
      'nobody who may propose it',
    );
    const byAdmin = { ...draft, proposerId: world.governor(0).id };
    expect(await world.faultOf(await world.proposal(byAdmin, world.governor(0)))).toContain('nobody who may');
  });

  it('of a key that was ever enrolled is not made again, for this person or another', async () => {
    const member = await world.bringIn('Mia', ['operator']);
    await world.propose('key', member.account.address, null);
    const { id } = world.governor(1);
    const again = { ...member, id };
    const content = evmKeyContent(id, member.account.address);
    const change = await world.propose('key', member.account.address, content, again);
    expect(world.statusOf(change)).toMatchObject({ state: 'superseded' });
    expect(present().personOfKey(member.account.address as never)?.id).toBe(member.id);
  });

  it('for somebody who is removed while it waits comes to nothing', async () => {
    const member = await world.bringIn('Mia', ['operator']);
    const account = privateKeyToAccount(generatePrivateKey());
    const key = { id: member.id, sign: (hash: `0x${string}`) => account.sign({ hash }) };
    const change = await world.propose(
      'key',
      account.address,
      evmKeyContent(member.id, account.address),
      key,
    );
    await world.approve(change, 1, 2);
    await world.propose('person', member.id, null);
    world.pass(DAY);
    expect(world.statusOf(change).state).toBe('superseded');
  });
});
