import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { FakeDesk } from '../../../test/builders/fake-desk.js';
import { Folder } from '../../../test/builders/sluice-command.js';
import { smallGateway } from '../../../test/builders/small-gateway.js';
import { recordedBundle } from '../../../test/vectors/evidence-bundle.js';
import { StoredIntent, assetAddress } from '../../domain/transfers/intent.js';
import type { Json } from '../../domain/values/canonical-json.js';
import { parseBytes32 } from '../../domain/values/hex.js';
import { parseId } from '../../domain/values/identifier.js';
import { unixSeconds } from '../../domain/values/time.js';
import { Gateway } from '../gateway/gateway.js';
import { KeptFiles } from '../gateway/kept-files.js';
import type { Session } from '../session/session.js';
import type { Wish } from '../statements/intent-statement.js';
import { provenRegister } from './proven-register.js';
import { requireRegistered } from './registered-wish.js';

const folder = new Folder();
let stop: (() => Promise<void>) | undefined;
afterEach(() => stop?.());
afterAll(() => {
  folder.remove();
});

const bundle = recordedBundle();
const { acts, installation } = bundle;
const intent = StoredIntent.parse(bundle.transfer.intent);
const OTHER = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';

let count = 0;
/** A client that remembers the recorded founding, at a gateway that gives out these acts, one list after the other. */
async function clientOf(chainId: number, ...served: readonly (readonly Json[])[]) {
  let asked = -1;
  const small = await smallGateway(() => ({ json: { acts: served[(asked += 1)] ?? [] } }));
  ({ stop } = small);
  count += 1;
  const desk = new FakeDesk({ XDG_STATE_HOME: join(folder.path, String(count)) });
  const files = new KeptFiles(desk.environment);
  const roots = { foundingDigest: installation.id, logKey: bundle.log.key };
  files.pin({ ...{ origin: small.origin, chainId }, ...roots });
  const session = {
    ...{ gateway: new Gateway(small.origin), installation: { ...roots, chain: { id: chainId } } },
  } as Session;
  return { prove: () => provenRegister(session, desk), files, origin: small.origin };
}

const client = await clientOf(installation.chainId, acts);
const register = await client.prove();

describe(provenRegister.name, () => {
  it('replays the acts from the founding that is remembered, and remembers how far it is', () => {
    const tessa = register.people.get(intent.requesterId);
    expect([register.ledger.size, tessa?.name]).toEqual([acts.length, 'Tessa']);
    expect(client.files.pinned(client.origin)).toMatchObject({ registerHead: register.ledger.head });
  });

  it('takes a register that has gone on, and none that has lost acts', async () => {
    const { prove } = await clientOf(installation.chainId, acts.slice(0, 1), acts, acts.slice(0, 1));
    expect([(await prove()).ledger.size, (await prove()).ledger.size]).toEqual([1, 2]);
    await expect(prove()).rejects.toMatchObject({
      exitCode: 8,
      message: expect.stringContaining('are gone'),
    });
  });

  const altered = (from: string, to: string): readonly Json[] =>
    JSON.parse(JSON.stringify(acts).replaceAll(from, to)) as readonly Json[];
  it.each<readonly [string, readonly Json[], number, string]>([
    ['another address in it', altered(intent.destination, OTHER), 31337, 'the founding is not the one'],
    ['a second founding', [...acts.slice(0, 1), ...acts.slice(0, 1)], 31337, 'founded once'],
    ['an act that is none', [...acts, { act: 'none' }], 31337, 'an act cannot be read'],
    ['the register of another chain', acts, 1, 'of another chain'],
  ])('refuses %s', async (_name, served, chainId, words) => {
    const { prove } = await clientOf(chainId, served);
    await expect(prove()).rejects.toMatchObject({ exitCode: 8, message: expect.stringContaining(words) });
  });
});

describe(requireRegistered.name, () => {
  const asset = register.asset(intent.assetId)?.asset;
  if (!asset) throw new Error('the recorded register has no asset');
  const wish: Wish = {
    chainId: intent.chainId,
    safe: { id: intent.safeId, name: register.safe(intent.safeId)?.label ?? '', address: intent.safe },
    asset: { id: asset.id, name: asset.symbol, address: assetAddress(asset), decimals: asset.decimals },
    destination: { id: intent.destinationId, name: 'Hot wallet 1', address: intent.destination },
    requester: { id: intent.requesterId, name: 'Tessa' },
    ...{ amount: '80', reference: 'Refill', expiresAt: unixSeconds(0), salt: parseBytes32(intent.salt) },
  };

  it('lets pass what is listed as it is registered', () => {
    expect(() => {
      requireRegistered(wish, register);
    }).not.toThrow();
  });

  it.each<readonly [string, Partial<Wish>, string]>([
    ['other decimals', { asset: { ...wish.asset, decimals: 6 } }, 'the asset ETH'],
    ['another token', { asset: { ...wish.asset, address: OTHER } }, 'the asset ETH'],
    ['another symbol', { asset: { ...wish.asset, name: 'WETH' } }, 'the asset WETH'],
    [
      'an asset that is none',
      { asset: { ...wish.asset, id: 'ast_01890a5d-ac96-774b-bcce-b302099a8057' } },
      'as null',
    ],
    [
      'another address',
      { destination: { ...wish.destination, address: OTHER } },
      'the destination Hot wallet 1',
    ],
    ['another label', { destination: { ...wish.destination, name: 'Ours' } }, 'the destination Ours'],
    ['another Safe', { safe: { ...wish.safe, address: OTHER } }, 'the Safe Cold 2'],
    ['another chain', { chainId: 1 }, 'the Safe Cold 2'],
    [
      'another name of yours',
      { requester: { id: parseId('per', intent.requesterId), name: 'Tariq' } },
      'you, Tariq',
    ],
  ])('refuses %s', (_name, lie, words) => {
    const refusal = { exitCode: 8, lines: expect.arrayContaining([expect.stringContaining(words)]) };
    expect(() => {
      requireRegistered({ ...wish, ...lie }, register);
    }).toThrow(expect.objectContaining(refusal));
  });
});
