import { keccak256, toHex } from 'viem';
import { v7 } from 'uuid';
import { z } from 'zod';
import { type Clearance, clearanceDigest } from '../src/domain/confirmations/clearance.js';
import { clearanceOf, isCleared } from '../src/domain/transfers/clearance-of.js';
import { hashesOf } from '../src/domain/transfers/hashes-of.js';
import { type Intent, StoredIntent, intentHash, storeIntent } from '../src/domain/transfers/intent.js';
import {
  EVIDENCE,
  type Transfer,
  type TransferState,
  hasEnded,
  holdsLane,
} from '../src/domain/transfers/transfer.js';
import { parseId } from '../src/domain/values/identifier.js';
import { unixSeconds } from '../src/domain/values/time.js';
import { Prisma, type PrismaClient } from '../src/generated/prisma/client.js';
import { newId } from '../src/infra/database/new-id.js';
import { storeEvidence } from '../src/transfers/transfers.repository.js';
import { sandboxChainId } from '../sandbox/anvil.js';
import type { Founding } from '../sandbox/founding.js';
import { DEMO_PEOPLE, confirmationKey } from '../sandbox/people.js';

export const ROWS = 100_000;
const LIVE = 300;
const AT_ONCE = 1_000;
const YEAR_MS = 365 * 86_400_000;

/** Of the transfers that ended, in thousandths. */
const ENDS: readonly (readonly [TransferState, number])[] = [
  ['settled', 880],
  ['refused', 50],
  ['cancelled', 30],
  ['expired', 20],
  ['rejected', 15],
  ['superseded', 4],
  ['mismatched', 1],
];
/** What holds the lane of each Safe. */
const LANES: readonly TransferState[] = [
  'awaiting-confirmation',
  'relayed',
  'confirmed',
  'simulating',
  'awaiting-confirmation',
];

const WORDS = ['Refill', 'Rebalance', 'Payout', 'Settlement', 'Margin call', 'Market maker', 'Quarter end'];

/** Numbers that look random and are the same in every run. */
export class Dice {
  #state = 1n;

  below(limit: number): number {
    this.#state = (this.#state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) % 2n ** 64n;
    return Number((this.#state >> 33n) % BigInt(limit));
  }

  of<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new Error('nothing to choose from');
    return value;
  }
}

const hash = (text: string) => keccak256(toHex(text));

const DECIDED = {
  ...{ outcome: 'permit', policyHash: hash('policy'), policyVersion: 1, tier: null },
  ...{ reasons: [], waivable: [], reservations: [] },
};

/** A year of transfers, valid as the repository reads them. Returns them by their age, oldest first. */
export async function fillTransfers(prisma: PrismaClient, founding: Founding): Promise<readonly Transfer[]> {
  const dice = new Dice();
  const operators = founding.people.filter(({ name }) => name.startsWith('Operator'));
  const started = Date.now() - YEAR_MS;
  const transfers: Transfer[] = [];
  for (let at = 0; at < ROWS; at += 1) {
    const createdMs = started + Math.floor((at * (YEAR_MS - 60_000)) / ROWS);
    const intent = intentOf(at, { dice, founding, operators, createdMs });
    transfers.push(transferOf(at, { dice, intent, createdMs }));
  }
  for (let at = 0; at < ROWS; at += AT_ONCE)
    await insert(prisma, founding, transfers.slice(at, at + AT_ONCE));
  await prisma.$executeRaw`VACUUM ANALYZE transfer`;
  await prisma.$executeRaw`VACUUM ANALYZE transfer_hash`;
  await prisma.$executeRaw`VACUUM ANALYZE decision`;
  return transfers;
}

interface Given {
  readonly dice: Dice;
  readonly founding: Founding;
  readonly operators: Founding['people'];
  readonly createdMs: number;
}

function intentOf(at: number, { dice, founding, operators, createdMs }: Given): Intent {
  const lane = at - (ROWS - LIVE);
  const safe = founding.safes[lane >= 0 && lane < LANES.length ? lane : dice.below(founding.safes.length)];
  const asset = dice.of(founding.assets);
  const destination = dice.of(founding.destinations);
  return StoredIntent.parse({
    ...{ safeId: safe?.id, safe: safe?.address, chainId: sandboxChainId },
    ...{ assetId: asset.id, asset: asset.kind === 'erc20' ? asset.address : `0x${'00'.repeat(20)}` },
    ...{ destinationId: destination.id, destination: destination.address },
    amount: String(1 + dice.below(1_000_000_000)),
    reference: `${dice.of(WORDS)} ${destination.label} ${String(at)}`,
    requesterId: dice.of(operators).id,
    salt: hash(`salt ${String(at)}`),
    expiresAt: Math.floor(createdMs / 1000) + 86_400,
  });
}

function transferOf(
  at: number,
  { dice, intent, createdMs }: { dice: Dice; intent: Intent; createdMs: number },
): Transfer {
  const state = stateOf(at, dice);
  const evidence: unknown = EVIDENCE[state].parse(evidenceOf(at, state));
  return {
    ...{ id: parseId('tr', `tr_${v7({ msecs: createdMs })}`), intent, intentHash: intentHash(intent) },
    ...{ intentSignature: `0x${'11'.repeat(64)}1b`, createdAt: unixSeconds(Math.floor(createdMs / 1000)) },
    ...{ revision: 1, state, evidence },
  } as Transfer;
}

function stateOf(at: number, dice: Dice): TransferState {
  const live = at - (ROWS - LIVE);
  if (live >= 0)
    return LANES[live] ?? dice.of(['queued', 'queued', 'queued', 'needs-exception', 'requested']);
  let rest = dice.below(1_000);
  for (const [state, share] of ENDS) {
    if (rest < share) return state;
    rest -= share;
  }
  return 'settled';
}

function executionOf(at: number) {
  const cleared = {
    ...{
      nonce: String(at),
      words: `Send something, number ${String(at)}`,
      safeTxHash: hash(`safe ${String(at)}`),
    },
    ...{ effectsDigest: hash(`effects ${String(at)}`), policyHash: hash('policy'), exceptions: [] },
    ...{
      tier: 'eth-large',
      require: [
        { group: 'treasury', count: 1 },
        { group: 'risk', count: 1 },
      ],
    },
  };
  const execution = {
    ...{
      transactionHash: hash(`tx ${String(at)}`),
      blockNumber: String(at),
      blockHash: hash(`block ${String(at)}`),
    },
    executor: `0x${'22'.repeat(20)}`,
  };
  return { cleared, execution };
}

function evidenceOf(at: number, state: TransferState): object {
  const { cleared, execution } = executionOf(at);
  const reasons = [{ code: 'LIMIT_WINDOW', reason: 'More than the limit of a day allows' }];
  switch (state) {
    case 'needs-exception':
      return { rules: ['eth-per-transfer'] };
    case 'simulating':
      return { because: 'it is next in its lane', since: 1_700_000_000 };
    case 'awaiting-confirmation':
      return { cleared };
    case 'confirmed':
      return { cleared, confirmedBy: ['somebody'] };
    case 'relayed':
      return { cleared, relayedAt: 1_700_000_000 };
    case 'settled':
      return {
        cleared,
        execution,
        judged: { record: hash(`record ${String(at)}`), notes: [], approvals: [] },
      };
    case 'mismatched':
      return { cleared, execution, reasons };
    case 'superseded':
      return { cleared, nonceNow: String(at + 1) };
    case 'refused':
      return { reasons };
    case 'cancelled':
    case 'rejected':
      return { by: 'somebody', why: 'It is not needed any more' };
    case 'requested':
    case 'queued':
    case 'expired':
      return {};
    case 'signed':
    case 'submitted':
    case 'cancelling':
    case 'executed':
      throw new Error('no row of the bench is in that state');
  }
}

async function insert(
  prisma: PrismaClient,
  founding: Founding,
  transfers: readonly Transfer[],
): Promise<void> {
  const ada = founding.people.find(({ name }) => name === 'Ada');
  await prisma.transfer.createMany({ data: transfers.map(rowOf) });
  const hashes = transfers.flatMap((each) =>
    hashesOf(each).map((value) => ({ hash: value, transferId: each.id })),
  );
  await prisma.transferHash.createMany({ data: hashes, skipDuplicates: true });
  await prisma.decision.createMany({
    data: transfers.map(({ id, createdAt }) => ({
      ...{ id: newId('dec'), transferId: id, stage: 'request', policyHash: hash('policy') },
      ...{ facts: {}, outcome: DECIDED, createdAt: new Date(createdAt * 1000) },
      worth: { value: '31900.00', source: 'policy', at: createdAt },
    })),
  });
  for (const each of transfers) await confirmOnce(prisma, each, ada?.id ?? '');
}

function rowOf(transfer: Transfer) {
  const { id, intent, state, revision } = transfer;
  const createdAt = new Date(transfer.createdAt * 1000);
  const ended = hasEnded(state) ? new Date(createdAt.getTime() + 3_600_000) : null;
  return {
    ...{ id, safeId: intent.safeId, requesterId: intent.requesterId, state, revision },
    laneOf: holdsLane(state) ? intent.safeId : null,
    ...{ intent: storeIntent(intent), intentHash: transfer.intentHash },
    ...{ intentSignature: z.string().parse(transfer.intentSignature), signerKeyId: 'key' },
    evidence: storeEvidence(transfer) as Prisma.InputJsonValue,
    safeTxHash: isCleared(transfer) ? transfer.evidence.cleared.safeTxHash : null,
    ...{ createdAt, updatedAt: ended ?? createdAt, stateSince: ended ?? createdAt, endedAt: ended },
    expiresAt: new Date(intent.expiresAt * 1000),
  };
}

/** Of those that await confirmation, one genuine answer each: lists verify it. */
async function confirmOnce(prisma: PrismaClient, transfer: Transfer, personId: string): Promise<void> {
  if (transfer.state !== 'awaiting-confirmation') return;
  const clearance: Clearance = clearanceOf(transfer);
  const ada = DEMO_PEOPLE.find(({ name }) => name === 'Ada');
  if (!ada) throw new Error('nobody is called Ada');
  const account = confirmationKey(ada);
  const digest = clearanceDigest(clearance, { decision: 'confirm', reason: '' });
  await prisma.confirmation.create({
    data: {
      ...{ id: newId('cnf'), transferId: transfer.id, revision: transfer.revision, personId },
      ...{ keyId: account.address, decision: 'confirm', digest, createdAt: new Date() },
      clearance: { ...clearance, exceptions: [...clearance.exceptions], reason: '' },
      signature: await account.sign({ hash: digest }),
    },
  });
}
