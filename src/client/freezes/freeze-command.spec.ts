import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { AT, claraAt } from '../../../test/builders/governed-client.js';
import { Folder } from '../../../test/builders/sluice-command.js';
import { newId } from '../../infra/database/new-id.js';

const folder = new Folder();
let stop: (() => Promise<void>) | undefined;
afterEach(() => stop?.());
afterAll(() => {
  folder.remove();
});

const freeze = {
  ...{ id: newId('frz'), scope: 'all', code: 'SAFE_FROZEN', reason: 'a key is lost', actor: newId('per') },
  ...{ actorName: 'Clara', at: AT, finding: null, standing: true, liftedAt: null, liftedBy: null },
};

async function atGateway() {
  const at = await claraAt(folder, {
    'GET /v1/safes': () => ({ json: { data: [], nextCursor: null } }),
    'GET /v1/freezes': () => ({ json: { data: [freeze], nextCursor: null } }),
    'POST /v1/freezes': () => ({ status: 201, json: freeze }),
  });
  ({ stop } = at);
  return at;
}

const ALL = ['freeze', '--all', '--reason', 'a key is lost', '--as', 'Clara'];

describe('sluice freeze', () => {
  it.each([
    ['a person who says yes', ALL, ['y'], 0, 1],
    ['a script that says so', [...ALL, '--yes'], [], 0, 1],
    ['a person who says no', ALL, ['n'], 1, 0],
    ['a person who says nothing', ALL, [''], 1, 0],
    ['nobody', ALL, [], 2, 0],
    ['nobody who may be asked', [...ALL, '--no-input'], ['y'], 2, 0],
    ['a script that gives no reason', ['freeze', '--all', '--yes', '--as', 'Clara'], [], 2, 0],
    ['a script that names nothing', ['freeze', '--reason', 'x', '--yes', '--as', 'Clara'], [], 2, 0],
    ['a script that names two things', [...ALL, 'Cold 1', '--yes'], [], 2, 0],
    ['a script that names another Safe', ['freeze', 'Cold 9', ...ALL.slice(2), '--yes'], [], 10, 0],
  ] as const)('is heard of %s', async (_name, args, answers, code, count) => {
    const { sluice, acts } = await atGateway();
    expect((await sluice(args, answers)).code).toBe(code);
    expect(acts()).toEqual(
      Array.from({ length: count }, () => ({
        path: '/v1/freezes',
        body: { scope: 'all', reason: 'a key is lost' },
      })),
    );
  });

  it('lists what stands, and says how it is lifted', async () => {
    const { sluice, heard } = await atGateway();
    const { out } = await sluice(['freeze', 'list', '--standing', '--as', 'Clara']);
    expect(out).toMatch(/^frz_\S+ +all Safes +2026-11-22T08:30:00Z +Clara +it stands +SAFE_FROZEN: a key/m);
    expect(heard.some(({ path }) => path.startsWith('/v1/freezes?standing=true'))).toBe(true);
    expect((await sluice([...ALL, '--yes'])).out).toContain(`sluice change propose unfreeze ${freeze.id}`);
  });
});
