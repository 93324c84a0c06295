import { describe, expect, it } from '@jest/globals';
import { DAY, GovernedWorld } from '../../../test/builders/governed-world.js';
import { newId } from '../../infra/database/new-id.js';
import { parseId } from '../values/identifier.js';
import { freezeEnd } from './freeze-end.js';
import { Registered } from './registered.js';

const freeze = () => parseId('frz', newId('frz'));

describe(freezeEnd.name, () => {
  it('is a change to be proposed, then to be approved, then to be waited for', async () => {
    const world = await GovernedWorld.found();
    const outsider = await world.bringIn('Otto', ['auditor']);
    const [one, other] = [freeze(), freeze()];
    const endOf = (id = one) => freezeEnd(new Registered(world.governance.present), id);
    const governors = world.governance.governors.map(({ id }) => id);
    const idsOf = (people: readonly { readonly id: string }[]) => people.map(({ id }) => id).sort();

    const before = endOf();
    if (before.kind === 'approved') throw new Error('nobody has approved anything');
    expect(before).toMatchObject({ kind: 'unproposed', change: null });
    expect(idsOf(before.awaited.people)).toEqual([...governors].sort());
    expect(idsOf(before.awaited.people)).not.toContain(outsider.id);
    expect(before.awaited.groups).toMatchObject([{ group: 'governance', needed: 2, have: 0 }]);
    expect(idsOf(before.awaited.groups[0]?.people ?? [])).toEqual([...governors].sort());

    const content = { freezes: [one], reason: 'It was a mistake' };
    const change = await world.propose('unfreeze', newId('ufr'), content, world.governor(0));
    await world.approve(change, 1);
    const proposed = endOf();
    if (proposed.kind !== 'proposed') throw new Error(proposed.kind);
    expect(proposed.change).toBe(change.id);
    expect(idsOf(proposed.awaited.people)).toEqual(governors.slice(2).sort());
    expect(proposed.awaited.groups).toMatchObject([{ group: 'governance', needed: 2, have: 1 }]);
    expect(endOf(other)).toMatchObject({ kind: 'unproposed' });

    // One that has come further comes first.
    const further = await world.propose('unfreeze', newId('ufr'), content, world.governor(1));
    await world.approve(further, 2, 3);
    expect(endOf()).toMatchObject({ kind: 'approved', change: further.id, activeFrom: world.now + DAY });
  });
});
