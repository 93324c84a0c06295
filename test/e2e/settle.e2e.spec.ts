import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseAbi, parseEther, parseUnits } from 'viem';
import { z } from 'zod';
import { execTransactionData } from '../../src/domain/simulation/exec-call.js';
import { joinSignatures } from '../../src/domain/signatures/owner-signature.js';
import { buildSafeTransaction } from '../../src/domain/transfers/safe-transaction.js';
import { parseAddress } from '../../src/domain/values/address.js';
import { Timeline } from '../../src/transfer-api/detail/timeline.contract.js';
import { TransferDetail } from '../../src/transfer-api/detail/transfer-detail.contract.js';
import { parseHex } from '../../src/domain/values/hex.js';
import { sendExecution } from '../builders/safe-execution.js';
import { movementOf } from '../simulated-transfer.js';
import { refusalOf } from './answers.js';
import { holdRelayer } from './mempool.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';

let story: StorySteps;

beforeAll(async () => {
  story = await openStory({ safes: 4 });
});

afterAll(() => story.close());

const Executed = z.looseObject({
  evidence: z.looseObject({
    execution: z.looseObject({ transactionHash: z.string(), executor: z.string() }),
  }),
});
const SignatureRequest = z.looseObject({
  digests: z.object({
    domainHash: z.string(),
    messageHash: z.string(),
    eip712Digest: z.string(),
    calldataDigest: z.string(),
  }),
  typedData: z.object({ message: z.record(z.string(), z.unknown()) }).loose(),
  signatures: z.array(z.object({ owner: z.string(), signature: z.string() })),
});

const safeAbi = parseAbi([
  'function domainSeparator() view returns (bytes32)',
  'function getTransactionHash(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, uint256 nonce) view returns (bytes32)',
]);

async function signatureRequest(id: string): Promise<z.output<typeof SignatureRequest>> {
  return SignatureRequest.parse(
    (await story.person('Otto').get(`/v1/transfers/${id}/signature-request`)).body,
  );
}

describe('a transfer that everyone agrees to', () => {
  it.each([
    { asset: 'eth', amount: '7.25', units: parseEther('7.25') },
    { asset: 'usd', amount: '12345.678901', units: parseUnits('12345.678901', 6) },
  ] as const)(
    'settles $amount of $asset to the unit, sent by the relayer',
    async ({ asset, amount, units }) => {
      const holders = [parseAddress(story.chain.safe), story.destination().address] as const;
      const before = await Promise.all(holders.map((each) => story.balance(asset, each)));
      const id = await story.relayed({ amount, asset });
      await story.signed(id);
      const settled = await story.settled(id);
      const after = await Promise.all(holders.map((each) => story.balance(asset, each)));
      expect([after[0], after[1]]).toEqual([(before[0] ?? 0n) - units, (before[1] ?? 0n) + units]);
      const { executor } = Executed.parse(settled).evidence.execution;
      expect(executor).toBe(story.chain.relayer.address);
      expect(story.chain.owners.map(({ address }) => address)).not.toContain(executor);
      expect(await story.budget(id)).toEqual(['settled']);
      expect(await story.freeze(story.firstSafe)).toBeNull();
    },
  );

  it('invariant 16: writes every step into the log, in order', async () => {
    const id = await story.relayed({ amount: '1', safe: story.freshSafe() });
    await story.signed(id);
    await story.settled(id);
    const log = await story.audited(id);
    expect(log.map(({ type }) => type.replace('transfer.', ''))).toEqual([
      ...['requested', 'decided', 'queued', 'entered-lane', 'decided'],
      ...['simulation.recorded', 'simulated', 'cleared', 'answered', 'confirmed'],
      ...['decided', 'simulation.recorded', 'relayed', 'owner-signed', 'owner-signed', 'owner-signed'],
      ...['signed', 'submitted', 'executed', 'settled'],
    ]);
    const { body } = await story.person('Otto').get(`/v1/transfers/${id}/timeline`);
    const { data: timeline } = Timeline.parse(body);
    expect(timeline.map(({ gate }) => gate)).toEqual([
      ...['requested', 'decided', 'queued', 'queued', 'decided', 'simulated', 'simulated', 'answered'],
      ...['confirmed', 'decided', 'relayed', 'owner-signed', 'owner-signed', 'owner-signed', 'owner-signed'],
      ...['submitted', 'executed', 'settled'],
    ]);
    const named = timeline.flatMap(({ actorName }) => actorName ?? []);
    expect(named).toEqual(['Tessa', 'Ada', 'Otto', 'Omar', 'Orson']);
    expect(timeline.every(({ entry }) => entry !== null)).toBe(true);
    const people = log.filter(({ actor }) => actor !== 'system').map(({ actor }) => actor);
    expect(people).toEqual(['Tessa', 'Ada', 'Otto', 'Omar', 'Orson'].map((name) => story.personId(name)));
  });

  it('invariant 3: shows the owners the digests that the Safe itself gives', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    const { digests } = await signatureRequest(id);
    const { safeTxHash, nonce } = await story.cleared(id);
    const shown = TransferDetail.parse(await story.show(id));
    expect(shown.digests).toEqual(digests);
    expect(shown.waitsFor).toMatchObject({
      ...{ code: 'OWNERS', groups: [{ group: 'owners', needed: 3, have: 0 }], behind: null },
      sentence: expect.stringMatching(/^Waits for 3 of owners \((Otto|Omar|Orson), /),
    });
    expect(shown.lane).toEqual({ position: 1, ahead: [] });
    const own = shown.effects?.moves.find(({ account }) => account === safe.address);
    expect(own).toMatchObject({ before: '1000', change: '-1', after: '999' });
    const theirs = shown.effects?.moves.find(({ account }) => account === story.destination().address);
    expect([theirs?.change, shown.effects?.moves.length]).toEqual(['1', 2]);
    expect(shown.engines?.length).toBeGreaterThan(1);
    const tx = buildSafeTransaction(
      movementOf('native', parseEther('1'), story.destination().address),
      nonce,
    );
    const address = safe.address;
    const { client } = story.chain;
    const [domain, digest] = await Promise.all([
      client.readContract({ abi: safeAbi, address, functionName: 'domainSeparator' }),
      client.readContract({
        ...{ abi: safeAbi, address, functionName: 'getTransactionHash' },
        args: [
          ...([tx.to, tx.value, tx.data, tx.operation, tx.safeTxGas] as const),
          ...([tx.baseGas, tx.gasPrice, tx.gasToken, tx.refundReceiver, tx.nonce] as const),
        ],
      }),
    ]);
    expect(digests).toMatchObject({ domainHash: domain, eip712Digest: digest });
    expect(safeTxHash).toBe(digest);
    expect(digests.messageHash).toMatch(/^0x[0-9a-f]{64}$/);
    await story.sql("UPDATE simulation SET record = record - 'judgement' WHERE transfer_id = $1", [id]);
    const altered = TransferDetail.parse(await story.show(id));
    expect(altered).toMatchObject({ engines: null, effects: null, digests, state: 'relayed' });
    expect(altered.simulations.at(-1)?.reasons).toEqual([expect.stringMatching('cannot be read')]);
  });

  it('settles as well when somebody else executes it with the collected signatures', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '3', safe });
    const { deployer } = story.chain;
    const letGo = holdRelayer(story);
    await story.signed(id, ['Odile', 'Oona', 'Otto']);
    expect(await story.state(id)).toBe('signed');
    const { signatures } = await signatureRequest(id);
    const { nonce } = await story.cleared(id);
    const tx = buildSafeTransaction(
      movementOf('native', parseEther('3'), story.destination().address),
      nonce,
    );
    const collected = signatures.map(({ owner, signature }) => ({
      owner: parseAddress(owner),
      signature: parseHex(signature),
    }));
    await sendExecution(story.chain, safe.address, execTransactionData(tx, joinSignatures(collected, 3)));
    const settled = await story.settled(id);
    letGo();
    expect(Executed.parse(settled).evidence.execution.executor).toBe(deployer.address);
    expect(await story.balance('eth', safe.address)).toBe(parseEther('997'));
    expect(await story.budget(id)).toEqual(['settled']);
  });
});

describe('the audit log', () => {
  it.each([
    `UPDATE audit_entry SET actor = 'nobody'`,
    'DELETE FROM audit_entry',
    'DELETE FROM audit_entry WHERE false',
    'TRUNCATE audit_entry',
    `SET session_replication_role = replica; DELETE FROM audit_entry`,
  ])('invariant 16: survives %s', async (statement) => {
    await story.integrated();
    const before = await story.sql('SELECT count(*) AS count FROM audit_entry');
    await expect(story.sql(statement)).rejects.toThrow(/append|change|audit/i);
    expect(await story.sql('SELECT count(*) AS count FROM audit_entry')).toEqual(before);
  });

  it('invariant 16: lets nothing happen that it cannot write down', async () => {
    const tessa = story.person('Tessa');
    const waiting = await story.awaiting({ amount: '11' });
    const signed = await tessa.signedRequest(story.wish({ amount: '1' }));
    await story.sql(`
      CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no space left'; END $$;
      CREATE TRIGGER full_disk BEFORE INSERT ON audit_staged EXECUTE FUNCTION full_disk()`);
    const refused = [
      await tessa.post('/v1/transfers', signed, 'a key of mine'),
      await story.person('Ada').confirm(waiting),
      await tessa.post(`/v1/transfers/${waiting}/cancel`, { reason: 'changed my mind' }),
      await tessa.post('/v1/freezes', { scope: story.firstSafe.id, reason: 'I do not trust it' }),
    ];
    await story.sql('DROP TRIGGER full_disk ON audit_staged');
    expect(refused.map(refusalOf)).toEqual(refused.map(() => [503, 'AUDIT_UNAVAILABLE']));
    expect(await story.sql('SELECT FROM confirmation WHERE transfer_id = $1', [waiting])).toEqual([]);
    expect(await story.state(waiting)).toBe('awaiting-confirmation');
    expect(await story.freeze(story.firstSafe)).toBeNull();
    // The act that did not happen has not used up its key either.
    expect(await tessa.post('/v1/transfers', signed, 'a key of mine')).toMatchObject({ status: 201 });
  });
});
