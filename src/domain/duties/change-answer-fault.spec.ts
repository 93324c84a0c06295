import { beforeEach, describe, expect, it } from '@jest/globals';
import { SoftAuthenticator } from '../../../test/builders/authenticator.js';
import { passkeyContent } from '../../../test/builders/governed.js';
import { DAY, GovernedWorld, twoAndADay } from '../../../test/builders/governed-world.js';
import { type Signer, emptyPolicy } from '../../../test/governance.js';
import type { ChangeDecision, GovernedChange } from '../changes/change.js';
import { isApprovalAwaited } from '../register/judge.js';
import { isOpen } from '../register/ledger.js';
import { Registered } from '../register/registered.js';
import { changeAnswerFault } from './change-answer-fault.js';

const looser = { ...emptyPolicy(), maxExpirySeconds: 172_800 };

let world: GovernedWorld;

beforeEach(async () => {
  world = await GovernedWorld.found();
});

function faultOf(change: GovernedChange, { id: personId }: Signer, decision: ChangeDecision = 'approve') {
  const register = new Registered(world.governance.present);
  const found = register.ledger.changes.get(change.id);
  if (!found) throw new Error('it is not there');
  const record = { ...found, change };
  const fault = changeAnswerFault(register, record, { personId, decision });
  // Whoever the act would take is awaited, and nobody else.
  if (decision === 'approve' && isOpen(record.status))
    expect(isApprovalAwaited(register.ledger, record, personId)).toBe(fault === undefined);
  return fault?.code;
}

describe(changeAnswerFault.name, () => {
  it('takes approvals for places that are open, of whoever may fill one, and no others', async () => {
    const outsider = await world.bringIn('Olga', ['approver', 'admin', 'compliance'], ['treasury']);
    const change = await world.propose('policy', 'policy', looser);
    const [maker, one, two, three] = [0, 1, 2, 3].map((each) => world.governor(each)) as [
      Signer,
      Signer,
      Signer,
      Signer,
    ];
    expect(faultOf(change, maker)).toBe('SOD');
    expect(faultOf(change, outsider)).toBe('FORBIDDEN');
    expect(faultOf(change, three)).toBeUndefined();
    await world.approve(change, 1);
    expect(faultOf(change, one)).toBe('ALREADY_CONFIRMED');
    expect(faultOf(change, three)).toBeUndefined();
    await world.approve(change, 2);
    expect(world.statusOf(change).state).toBe('approved');
    expect(faultOf(change, three)).toBe('QUORUM');
    expect(faultOf(change, two)).toBe('ALREADY_CONFIRMED');
    // It may still be stopped.
    expect(faultOf(change, three, 'reject')).toBeUndefined();
    expect(faultOf(change, maker, 'reject')).toBe('SOD');
    expect(faultOf(change, maker, 'withdraw')).toBeUndefined();
    expect(faultOf(change, three, 'withdraw')).toBe('FORBIDDEN');
  });

  it('takes another for the place of somebody who was removed while it waits', async () => {
    const change = await world.propose('policy', 'policy', looser);
    await world.approve(change, 1, 2);
    await world.propose('person', world.governor(2).id, null);
    expect(world.statusOf(change).state).toBe('approved');
    expect(faultOf(change, world.governor(3))).toBeUndefined();
  });

  it('takes no passkey where only the place of an EVM key is open', async () => {
    const device = new SoftAuthenticator();
    const { id } = await world.bringIn('Olga', ['admin'], ['governance']);
    const { policy } = twoAndADay().kinds;
    const require = [{ group: 'governance', count: 1, keys: 'evm' }];
    const loosen = { ...policy.loosen, require };
    await world.become('quorums', 'quorums', twoAndADay({ policy: { ...policy, loosen } }));
    const passkey = { id, sign: () => Promise.reject(new Error('it signs nothing here')) };
    const before = new Registered(world.governance.present).people.get(id)?.keys ?? [];
    await world.become('key', device.credentialId, passkeyContent(id, device), {
      id,
      sign: (digest) => Promise.resolve(device.assert(digest)),
    });
    for (const key of before) await world.propose('key', key.id, null);
    const change = await world.propose('policy', 'policy', looser);
    expect(faultOf(change, passkey)).toBe('EVM_KEY_REQUIRED');
  });

  it('takes none once it has ended', async () => {
    const change = await world.propose('policy', 'policy', looser);
    world.pass(8 * DAY);
    expect(faultOf(change, world.governor(1))).toBe('STATE_CONFLICT');
  });
});
