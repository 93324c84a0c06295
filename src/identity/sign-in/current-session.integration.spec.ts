import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { safeContent } from '../../../test/builders/governed.js';
import { IdentityWorld, type Member } from '../../../test/http/identity-world.js';
import { seen } from '../../../test/http/seen.js';
import { type FreshDatabase, freshDatabase } from '../../../test/world.js';
import { evmKeyId, passkeyId } from '../../domain/identity/person.js';
import { newId } from '../../infra/database/new-id.js';
import { KeyUsesRepository } from '../keys/key-uses.repository.js';

let fresh: FreshDatabase;
let world: IdentityWorld;

beforeAll(async () => {
  fresh = await freshDatabase();
  world = await IdentityWorld.open(fresh.url);
});
afterAll(async () => {
  await world.app.close();
  await fresh.drop();
});

const since = (from: unknown, to: unknown): number =>
  (Date.parse(String(to)) - Date.parse(String(from))) / 1000;

/** A Safe owner's key of this person's, by the name that they gave it. */
async function enrolOwner({ id }: Member, label: string): Promise<string> {
  const { address, sign } = privateKeyToAccount(generatePrivateKey());
  const content = { kind: 'evm', personId: id, invitedBy: null, purpose: 'owner', address, label };
  await world.governance.change('key', address, content, { id, sign: (hash) => sign({ hash }) });
  return address;
}

describe('the current session', () => {
  it('says who is asking, by which keys they sign, which Safes they own, and when it ends', async () => {
    const ada = await world.enrol(['signer']);
    const owner = await enrolOwner(ada, 'Ledger (vault)');
    const safe = newId('safe');
    const owners = [owner, '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'];
    const address = privateKeyToAccount(generatePrivateKey()).address;
    await world.governance.change('safe', safe, safeContent({ address, owners }, 'Cold 7'));
    const agent = await world.signedIn(ada);
    const { body } = await seen(agent.get('/v1/sessions/current').expect(200));
    expect(body).toMatchObject({
      kind: 'person',
      id: ada.id,
      roles: ['signer'],
      groups: [],
      ownerOf: [{ safe, label: 'Cold 7', owner }],
      method: 'wallet',
    });
    const keys = body['keys'] as Record<string, unknown>[];
    expect(keys).toMatchObject([
      { id: ada.account.address, kind: 'evm', purpose: 'confirmation', label: null, usable: true },
      { id: owner, kind: 'evm', purpose: 'owner', label: 'Ledger (vault)', usable: true, lastUsedAt: null },
    ]);
    // It has just signed the sign-in.
    expect(Math.abs(since(body['openedAt'], keys[0]?.['lastUsedAt']))).toBeLessThanOrEqual(2);
    expect(since(body['openedAt'], body['endsAt'])).toBe(12 * 3600);
  });

  it('is used by asking: the idle end moves on, the end does not', async () => {
    const ada = await world.enrol(['operator']);
    const agent = await world.signedIn(ada);
    const idle = 600;
    await world.database.read.$executeRaw`
      UPDATE person_session SET opened_at = opened_at - make_interval(secs => ${idle}),
        last_seen_at = last_seen_at - make_interval(secs => ${idle}) WHERE person_id = ${ada.id}`;
    const { body } = await seen(agent.get('/v1/sessions/current').expect(200));
    expect(since(body['openedAt'], body['endsAt'])).toBe(12 * 3600);
    expect(since(body['openedAt'], body['idleEndsAt'])).toBeGreaterThanOrEqual(30 * 60 + idle);
  });

  it('shows a revoked key no more as an owner of anything', async () => {
    const ada = await world.enrol(['signer']);
    const owner = await enrolOwner(ada, 'Old Ledger');
    const address = privateKeyToAccount(generatePrivateKey()).address;
    await world.governance.change(
      'safe',
      newId('safe'),
      safeContent({ address, owners: [owner], threshold: 1 }),
    );
    await world.governance.change('key', owner, null);
    const { body } = await seen((await world.signedIn(ada)).get('/v1/sessions/current').expect(200));
    expect(body).toMatchObject({ ownerOf: [], keys: [{ usable: true }, { id: owner, usable: false }] });
  });

  it('says of a service until when its key is good', async () => {
    const admin = await world.signedIn(await world.enrol(['admin']));
    const expiresAt = new Date(Date.now() + 3600_000).toISOString().replace(/\.\d+Z$/, 'Z');
    const made = await admin
      .post('/v1/api-keys')
      .set('Idempotency-Key', newId('req'))
      .send({ name: 'refill bot', roles: ['operator'], expiresAt })
      .expect(201);
    const { secret } = made.body as { secret: string };
    const asked = request(world.app.getHttpServer()).get('/v1/sessions/current');
    const { body } = await seen(asked.set('Authorization', `Bearer ${secret}`).expect(200));
    expect(body).toMatchObject({ kind: 'service', roles: ['operator'], expiresAt });
  });
});

describe('the last use of a key', () => {
  const stored = async (id: string): Promise<Date | undefined> =>
    (await world.database.read.keyUse.findUnique({ where: { keyId: id } }))?.lastUsedAt;

  it('is in the list of people, with the label', async () => {
    const ada = await world.enrol(['operator']);
    const passkey = await world.enrolPasskey(ada);
    expect((await world.passkeySignIn(world.browser(), passkey)).status).toBe(201);
    const agent = await world.signedIn(ada);
    const { body } = await seen(agent.get('/v1/people').expect(200));
    const people = body['data'] as {
      id: string;
      keys: { id: string; label: null; lastUsedAt: string | null }[];
    }[];
    const own = people.find(({ id }) => id === ada.id)?.keys ?? [];
    const at = await stored(passkey.credentialId);
    const shown = own.find(({ id }) => id === passkey.credentialId);
    expect(shown).toMatchObject({ label: null });
    expect(since(at?.toISOString(), shown?.lastUsedAt)).toBeLessThanOrEqual(0);
    expect(own.every(({ lastUsedAt }) => lastUsedAt !== null)).toBe(true);
  });

  it('is written at most once a minute', async () => {
    const uses = world.app.get(KeyUsesRepository);
    const key = passkeyId('AAAA');
    await uses.note(key);
    const first = await stored(key);
    await uses.note(key);
    expect(await stored(key)).toEqual(first);
    await world.database.read.$executeRaw`
      UPDATE key_use SET last_used_at = last_used_at - interval '61 seconds' WHERE key_id = ${key}`;
    await uses.note(key);
    expect((await stored(key))?.getTime()).toBeGreaterThanOrEqual(first?.getTime() ?? Infinity);
  });

  it('makes no transaction wait for another that the same key signs', async () => {
    const uses = world.app.get(KeyUsesRepository);
    const { address } = privateKeyToAccount(generatePrivateKey());
    const [key, other] = [evmKeyId(address as never), passkeyId('BBBB')];
    const both = await world.database.transaction(async (tx) => {
      await uses.note(key, tx);
      // Each notes the two in the other order.
      await world.database.transaction(async (second) => {
        await uses.note(other, second);
        await uses.note(key, second);
      });
      await uses.note(other, tx);
      return [await stored(key), await stored(other)];
    });
    expect(both).toEqual([undefined, expect.any(Date)]);
    expect(await stored(key)).toEqual(expect.any(Date));
  });
});
