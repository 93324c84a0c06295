import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Hex, concat, parseEther } from 'viem';
import { z } from 'zod';
import { type EvidenceBundle, printBundle } from '../../src/domain/evidence/bundle.js';
import { verifyBundle } from '../../src/domain/evidence/verify-bundle.js';
import { ExecutionRecord, executionRecordJson } from '../../src/domain/reconciliation/execution-record.js';
import { canonicalText } from '../../src/domain/simulation/effects.js';
import { execTransactionData } from '../../src/domain/simulation/exec-call.js';
import { buildSafeTransaction } from '../../src/domain/transfers/safe-transaction.js';
import { type Address, addressFromHex } from '../../src/domain/values/address.js';
import { claimPort } from '../../sandbox/ports.js';
import { sandboxClient } from '../../sandbox/sandbox-client.js';
import { withPerson } from '../builders/founding.js';
import { sendExecution } from '../builders/safe-execution.js';
import { movementOf } from '../simulated-transfer.js';
import { ownersSignatures } from '../builders/owner-approvals.js';
import { evidenceOf, rootsOf } from './evidence-of.js';
import { openStory, startInProcess } from './story.js';
import type { Named, StorySteps } from './story-steps.js';
import { until } from './until.js';

// Calls what its calldata begins with, with the rest of it; reverts if that failed.
const FORWARDER: Hex =
  '0x6024600c60003960246000f36014360380601460003760006000916000600060003560601c5af1602257600080fd5b00';

let story: StorySteps;
let forwarder: Address;

beforeAll(async () => {
  story = await openStory({
    safes: 10,
    founding: (document) => withPerson(document, 'Otto', { roles: ['operator', 'signer'] }),
  });
  const { client } = story.chain;
  const hash = await client.sendTransaction({ data: FORWARDER });
  const { contractAddress } = await client.waitForTransactionReceipt({ hash });
  forwarder = addressFromHex(contractAddress ?? '0x');
});

afterAll(() => story.close());

/** A relayed transfer of 1 ETH, and the calldata that executes it with the approvals of three owners. */
async function relayed(approvers: readonly string[], by = 'Tessa') {
  const safe = story.freshSafe();
  const id = await story.relayed({ amount: '1', safe, by });
  const { nonce, safeTxHash } = await story.cleared(id);
  const tx = buildSafeTransaction(movementOf('native', parseEther('1'), story.destination().address), nonce);
  const calldata = async (onChain: readonly string[] = []) =>
    execTransactionData(
      tx,
      await ownersSignatures(
        approvers.map((name) => story.ownerAccount(name)),
        safeTxHash,
        onChain.map((name) => story.ownerAccount(name).address),
      ),
    );
  return { safe, id, calldata };
}

const Ended = z.looseObject({
  evidence: z.looseObject({
    execution: z.looseObject({ executor: z.string(), blockNumber: z.string() }),
    judged: z.looseObject({
      notes: z.array(z.string()),
      approvals: z.array(z.looseObject({ owner: z.string(), form: z.string() })),
    }),
  }),
});

/** Settled, proven offline, with the Safe as open as it was. */
async function settledAndProven(id: string, safe: Named) {
  const { judged } = Ended.parse(await story.settled(id)).evidence;
  expect(await story.freeze(safe)).toBeNull();
  expect(await story.budget(id)).toEqual(['settled']);
  const evidence = await evidenceOf(story, id);
  expect(evidence).toMatchObject({ state: 'settled', holds: true, isRooted: true, failed: [] });
  return { ...judged, bundle: evidence.bundle };
}

/** The record with one thing changed that somebody could want otherwise; none means without it. */
const FORGERIES: readonly ((record: ExecutionRecord) => ExecutionRecord | undefined)[] = [
  () => undefined,
  ({ frame, ...rest }) => ({ ...rest, frame: { ...frame, logs: [] } }),
  ({ frame, ...rest }) => ({ ...rest, frame: { ...frame, calls: frame.calls.slice(0, 1) } }),
  ({ state: _, ...rest }) => ({ ...rest, state: {} }),
  ({ around, ...rest }) => ({ ...rest, around: { ...around, calls: [] } }),
];

/** What the offline verifier finds in a bundle whose record was changed. */
async function failuresOfForged(bundle: EvidenceBundle, forge: (typeof FORGERIES)[number]) {
  const { record, ...execution } = bundle.execution ?? {};
  const forged = forge(ExecutionRecord.parse(record));
  const changed = { ...execution, ...(forged && { record: executionRecordJson(forged) }) };
  const text = printBundle({ ...bundle, execution: changed as EvidenceBundle['execution'] });
  const { lines } = await verifyBundle(text, await rootsOf(story));
  return lines.filter(({ ok }) => ok === false).map(({ part }) => part);
}

const THREE = ['Otto', 'Omar', 'Orson'];
const SENDS: readonly (readonly [
  string,
  (safe: Address, data: Hex) => Promise<unknown>,
  RegExp | undefined,
])[] = [
  ['a stranger who copies the call', (safe, data) => sendExecution(story.chain, safe, data), undefined],
  [
    'a stranger who adds 1 wei',
    (to, data) => sent({ to, data, value: 1n }),
    /1 wei came to the Safe with the call/,
  ],
  [
    'a stranger whose contract calls the Safe',
    (safe, data) => sent({ to: forwarder, data: concat([safe, data]) }),
    /inside another transaction/,
  ],
  [
    "an owner's tool that leaves bytes behind the calldata",
    (to, data) => sent({ to, data: concat([data, '0x5afe0063643438383836663461336661']) }),
    /16 bytes stand behind the calldata/,
  ],
];

async function sent(transaction: { to: Address; data: Hex; value?: bigint }): Promise<void> {
  const hash = await story.chain.client.sendTransaction({ ...transaction, gas: 1_000_000n });
  const { status } = await story.chain.client.waitForTransactionReceipt({ hash });
  expect(status).toBe('success');
}

describe('an approved transfer that somebody else executes', () => {
  it.each(SENDS)('invariant 24: settles with a note: %s', async (_who, send, note) => {
    const { id, safe, calldata } = await relayed(THREE);
    await story.signed(id, THREE.slice(0, 2));
    await send(safe.address, await calldata());
    const { notes, approvals, bundle } = await settledAndProven(id, safe);
    for (const forge of FORGERIES) {
      const isAsBefore = canonicalText(forge(ExecutionRecord.parse(bundle.execution?.record)) ?? null);
      if (isAsBefore === canonicalText(bundle.execution?.record)) continue;
      expect(await failuresOfForged(bundle, forge)).toContain('/execution/record');
    }
    if (note) expect(notes.join(' ')).toMatch(note);
    expect(approvals.map(({ form }) => form)).toEqual(['eip712', 'eip712', 'eip712']);
    // Two of three were collected: that the third was not is a finding, and freezes nothing.
    expect(await story.findings(safe)).toEqual(['APPROVAL_NOT_COLLECTED']);
  });

  it('invariant 24: settles when an owner executes it by v = 1', async () => {
    const { id, safe, calldata } = await relayed(THREE);
    await story.signed(id, THREE.slice(0, 2));
    const owner = story.ownerAccount('Orson');
    await story.chain.client.setBalance({ address: owner.address, value: parseEther('1') });
    const data = await calldata(['Orson']);
    const hash = await sandboxClient(story.chain.rpcUrls[0], owner).sendTransaction({
      to: safe.address,
      data,
      gas: 1_000_000n,
    });
    expect((await story.chain.client.waitForTransactionReceipt({ hash })).status).toBe('success');
    const { notes, approvals } = await settledAndProven(id, safe);
    expect(notes).toEqual([expect.stringMatching(/approved on the chain \(v = 1\)/)]);
    expect(approvals).toContainEqual({ owner: owner.address, form: 'on-chain' });
    expect(await story.findings(safe)).toEqual(['APPROVAL_NOT_COLLECTED']);
  });

  it('invariant 10: settles, and freezes the Safe, when the requester approved it', async () => {
    const { id, safe, calldata } = await relayed(THREE, 'Otto');
    await story.signed(id, ['Omar', 'Orson']);
    await sendExecution(story.chain, safe.address, await calldata());
    await story.settled(id);
    expect(await story.freeze(safe)).toBe('SOD');
    expect(await story.findings(safe)).toEqual(['SOD']);
    expect(await evidenceOf(story, id)).toMatchObject({ state: 'settled', holds: true, failed: [] });
  });
});

describe('what the providers do not tell', () => {
  it('invariant 23: no logs of one of them, and no receipts, end nothing', async () => {
    story.chain.proxy.tamper = (request, response) =>
      request.method === 'eth_getLogs' || request.method === 'eth_getBlockReceipts'
        ? { ...response, result: request.method === 'eth_getLogs' ? [] : null }
        : response;
    const { id, safe } = await relayed(THREE);
    await story.signed(id);
    await story.until(id, 'executed');
    story.chain.proxy.tamper = undefined;
    await settledAndProven(id, safe);
  });
});

describe('a reorganisation', () => {
  it('invariant 23: that takes an execution away is seen; it is executed again, and settles', async () => {
    const { id, safe } = await relayed(THREE);
    await story.signed(id);
    await story.until(id, 'executed');
    await story.chain.client.request({ method: 'anvil_reorg' as never, params: [1, []] as never });
    await story.chain.mine(1);
    const steps = async () => (await story.audited(id)).map(({ type }) => type.replace('transfer.', ''));
    await story.untilSeen(
      'a second execution',
      id,
      async () => (await steps()).filter((each) => each === 'executed').length > 1,
    );
    await story.settled(id);
    expect((await steps()).slice(-5)).toEqual(['submitted', 'executed', 'submitted', 'executed', 'settled']);
    await settledAndProven(id, safe);
  });

  it('invariant 23: that takes back a final block freezes everything, at the next check of the log', async () => {
    const { id } = await relayed(THREE);
    await story.signed(id);
    await story.settled(id);
    await story.chain.client.request({ method: 'anvil_reorg' as never, params: [6, []] as never });
    await story.chain.mine(3);
    const port = await claimPort(undefined, 'another API');
    const another = await startInProcess({ ...story.environment, PORT: String(port) });
    await until('a freeze of everything', async () => (await codes()).length > 0);
    await another.stop();
    expect(new Set(await codes())).toEqual(new Set(['LOG_REORGANISED']));
  });
});

async function codes(): Promise<unknown[]> {
  return (await story.sql(`SELECT code FROM "freeze" WHERE scope = 'all'`)).map(({ code }) => code);
}
