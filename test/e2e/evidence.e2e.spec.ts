import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EvidenceBundle, readBundle } from '../../src/domain/evidence/bundle.js';
import type { Line } from '../../src/domain/evidence/line.js';
import type { Roots } from '../../src/domain/evidence/roots.js';
import { verifyBundle } from '../../src/domain/evidence/verify-bundle.js';
import { parseBytes32 } from '../../src/domain/values/hex.js';
import { type Hex, recoverAddress, recoverTypedDataAddress } from 'viem';
import { z } from 'zod';
import { withPerson } from '../builders/founding.js';
import { Folder, sluice } from '../builders/sluice-command.js';
import { made, refusalOf } from './answers.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';

let story: StorySteps;

beforeAll(async () => {
  story = await openStory({
    safes: 7,
    founding: (document) => {
      const { policy, ...rest } = withPerson(document, 'Ada', { roles: ['approver'] });
      const tiers = policy.tiers.map((tier) => (tier.name === 'usd-small' ? { ...tier, rekey: true } : tier));
      return { ...rest, policy: { ...policy, tiers } };
    },
  });
});

const folder = new Folder();

afterAll(async () => {
  folder.remove();
  await story.close();
});

/** Once all is in the log: the gateway waits for that, but not as long as it takes on a busy machine. */
async function fileOf(path: string, name: string): Promise<string> {
  await story.integrated();
  return story.person(name).download(path);
}

const requestOf = (id: string, name: string) => fileOf(`/v1/transfers/${id}/signature-request/file`, name);
const bundleOf = (id: string, name = 'Audrey') => fileOf(`/v1/transfers/${id}/evidence`, name);

function roots(): Roots {
  return { founding: parseBytes32(story.environment['FOUNDING_DIGEST'] ?? ''), chainId: 31337 };
}

const broken = (lines: readonly Line[]) => lines.filter(({ ok }) => ok === false);
const wordsOf = (lines: readonly Line[]) => lines.map(({ words }) => words).join('\n');

function read(text: string): EvidenceBundle {
  const answer = readBundle(text);
  if (!answer.isRead) throw new Error(`${answer.reason} at ${answer.part}`);
  return answer.bundle;
}

describe('the evidence of a transfer', () => {
  it('invariant 18: of a settled one holds, from the founding to the receipt', async () => {
    const safe = story.freshSafe();
    const id = await story.requested({ amount: '80', safe }, 'needs-exception');
    for (const name of ['Clara', 'Carlos'])
      made(
        await story
          .person(name)
          .except(id, { rule: 'eth-per-transfer', ceiling: '80', reason: 'Launch', ticket: 'OPS-7' }),
      );
    await story.until(id, 'awaiting-confirmation');
    await story.confirmed(id, ['Ada']);
    // The register goes on between two acts on the transfer: each is judged by the register of its own moment.
    await story.govern('person', story.personId('Tariq'), () => null);
    await story.confirmed(id, ['Rita']);
    await story.until(id, 'relayed');
    await story.signed(id);
    await story.settled(id);
    const text = await bundleOf(id);
    const { lines, holds } = await verifyBundle(text, roots());
    expect(broken(lines)).toEqual([]);
    expect(holds).toBe(true);
    const bundle = read(text);
    if (process.env['SLUICE_KEEP_BUNDLE']) writeFileSync(process.env['SLUICE_KEEP_BUNDLE'], text);
    expect(bundle.acts.length).toBeGreaterThan(1);
    expect(bundle.execution?.inBlock?.transaction).not.toBeNull();
    expect(wordsOf(lines)).toContain('exactly the logs that follow from the intent');
    expect(wordsOf(lines)).toContain('The quorum of the tier eth-large (1 of treasury, 1 of risk) was there');
  });
});

const Shown = z.looseObject({
  proven: z.boolean(),
  request: z.looseObject({
    sentence: z.string(),
    digests: z.looseObject({ eip712Digest: z.string() }),
    owners: z.array(z.looseObject({ address: z.string(), hasSigned: z.boolean() })),
  }),
});

/** As an owner runs it: with what they know of the installation from elsewhere, and no connection to anything. */
function verifyRequest(text: string, logKey: string, ...options: readonly string[]) {
  const known = ['--founding', story.environment['FOUNDING_DIGEST'] ?? '', '--chain', '31337'];
  return sluice('verify', 'request', folder.file(text), ...known, '--log-key', logKey, ...options);
}

describe('the request to the owners', () => {
  it('invariant 18: an owner fetches it, verifies it offline with a card, and signs the very digest that was printed', async () => {
    const id = await story.relayed({ amount: '30000.25', asset: 'usd' }, ['Ada', 'Rita']);
    const text = await requestOf(id, 'Otto');
    // The log grows by each reading; the rest is the same file.
    const sameTransfer = read(await bundleOf(id, 'Otto'));
    expect({ ...read(text), log: null }).toEqual({ ...sameTransfer, log: null });
    if (process.env['SLUICE_KEEP_REQUEST']) writeFileSync(process.env['SLUICE_KEEP_REQUEST'], text);
    const { key } = read(text).log;
    const card = join(folder.path, 'card.pdf');
    const { out, passed } = await verifyRequest(text, key, '--card', card);
    expect(passed).toBe(true);
    expect(readFileSync(card).subarray(0, 5).toString()).toBe('%PDF-');
    const digest = /EIP-712 Digest +(0x[0-9a-f]{64})/.exec(out)?.[1] as Hex;

    const otto = story.ownerAccount('Otto');
    made(await story.person('Otto').signAsOwner(id));
    const later = await requestOf(id, 'Otto');
    const [signed] = read(later).ownerSignatures;
    const signature = signed?.signature as Hex;
    expect(signed?.owner).toBe(otto.address);
    expect(await recoverAddress({ hash: digest, signature })).toBe(otto.address);
    const typedData = read(later).safeTransaction?.typedData as never;
    expect(await recoverTypedDataAddress({ ...(typedData as object), signature } as never)).toBe(
      otto.address,
    );

    const { out: json, passed: still } = await verifyRequest(later, key, '--json');
    const { request } = Shown.parse(JSON.parse(json));
    expect(still).toBe(true);
    expect(request.digests.eip712Digest).toBe(digest);
    expect(request.owners.filter(({ hasSigned }) => hasSigned).map(({ address }) => address)).toEqual([
      otto.address,
    ]);
    expect(request.sentence).toMatch(/^Send 30000\.25 sUSD \(token 0x[0-9a-fA-F]{40}\) from Cold 1 /);

    await story.signed(id, ['Omar', 'Orson']);
    await story.settled(id);
    const path = `/v1/transfers/${id}/signature-request/file`;
    expect(refusalOf(await story.person('Otto').get(path))).toEqual([409, 'STATE_CONFLICT']);
    const { out: ended, passed: settled } = await verifyRequest(await bundleOf(id, 'Otto'), key);
    expect(settled).toBe(false);
    expect(ended).toContain('there is nothing to sign: the transfer is settled');
  });

  it('invariant 18: one that somebody changed on its way is refused, and gives no card', async () => {
    const id = await story.relayed({ amount: '2', safe: story.freshSafe() });
    const text = await requestOf(id, 'Omar');
    const { key } = read(text).log;
    const hostile = '0x96221423681A6d52E184D440a8eFCEbB105C7242';
    const message = read(text).safeTransaction?.typedData as { message: { to: string } };
    for (const [what, changed] of [
      ['to', text.replaceAll(message.message.to, hostile)],
      ['operation', text.replace('"operation":0', '"operation":1')],
    ] as const) {
      expect([what, changed === text]).toEqual([what, false]);
      const card = join(folder.path, `${what}.pdf`);
      const { out, passed } = await verifyRequest(changed, key, '--card', card);
      expect([what, passed, existsSync(card)]).toEqual([what, false, false]);
      expect(out).toMatch(/^FAILED /m);
      expect(out).not.toContain('Domain Hash');
    }
  });

  it('is given only while there is something to sign: not before the relay, not at a frozen Safe, not after the end', async () => {
    const safe = story.freshSafe();
    const id = await story.awaiting({ amount: '4', safe });
    const path = `/v1/transfers/${id}/signature-request/file`;
    expect(refusalOf(await story.person('Otto').get(path))).toEqual([409, 'STATE_CONFLICT']);
    await story.confirmed(id);
    await story.until(id, 'relayed');
    expect((await story.person('Otto').get(path)).status).toBe(200);
    made(await story.person('Rita').post('/v1/freezes', { scope: safe.id, reason: 'A look at it' }));
    for (const name of ['Otto', 'Audrey'])
      expect(refusalOf(await story.person(name).get(path)).slice(1, 2)).toEqual(['SAFE_FROZEN']);
  });

  it('the short answer for machines is not proven by itself', async () => {
    const id = await story.relayed({ amount: '3', safe: story.freshSafe() });
    const answer = await story.person('Orson').download(`/v1/transfers/${id}/signature-request`);
    const { out, passed } = await sluice('verify', 'request', folder.file(answer));
    expect(passed).toBe(false);
    expect(out).toContain('NOT PROVEN: this is typed data without evidence');
    const { digests } = z
      .looseObject({ digests: z.record(z.string(), z.string()) })
      .parse(JSON.parse(answer));
    // Nothing to sign from where nothing is proven.
    expect(Object.values(digests)).not.toHaveLength(0);
    for (const digest of Object.values(digests)) expect(out).not.toContain(digest);
  });
});
