import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { v7 } from 'uuid';
import { type Clearance, clearanceDigest } from '../src/domain/confirmations/clearance.js';
import { clearanceOf, isCleared } from '../src/domain/transfers/clearance-of.js';
import { hashesOf } from '../src/domain/transfers/hashes-of.js';
import { type Intent, StoredIntent, storeIntent } from '../src/domain/transfers/intent.js';
import {
  EVIDENCE,
  type Transfer,
  type TransferState,
  hasEnded,
  holdsLane,
} from '../src/domain/transfers/transfer.js';
import { type Bytes32, parseBytes32 } from '../src/domain/values/hex.js';
import { type TransferId, parseId } from '../src/domain/values/identifier.js';
import { type UnixSeconds, unixSeconds } from '../src/domain/values/time.js';
import { newId } from '../src/infra/database/new-id.js';
import { storeEvidence } from '../src/transfers/transfers.repository.js';
import { sandboxChainId } from '../sandbox/anvil.js';
import type { Founding } from '../sandbox/founding.js';
import { DEMO_PEOPLE, confirmationKey } from '../sandbox/people.js';
import { IntentDigests } from './lists-digest.js';

export const ROWS = 100_000;
const LIVE = 300;
const AT_ONCE = 2_500;
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

/** As good as Keccak for what nobody verifies, and ten times as fast. */
const hash = (text: string) => parseBytes32(`0x${createHash('sha256').update(text).digest('hex')}`);

const DECIDED = {
  ...{ outcome: 'permit', policyHash: hash('policy'), policyVersion: 1, tier: null },
  ...{ reasons: [], waivable: [], reservations: [] },
};

/** What questions are made of: whole transfers would fill the memory of the process that is measured. */
export interface Filled {
  readonly id: TransferId;
  readonly intentHash: Bytes32;
  readonly reference: string;
  readonly createdAt: UnixSeconds;
}

/** A year of transfers, valid as the repository reads them. Returns them by their age, oldest first. */
export async function fillTransfers(pool: Pool, founding: Founding): Promise<readonly Filled[]> {
  const [dice, digests] = [new Dice(), new IntentDigests()];
  const operators = founding.people.filter(({ name }) => name.startsWith('Operator'));
  const started = Date.now() - YEAR_MS;
  const filled: Filled[] = [];
  for (let first = 0; first < ROWS; first += AT_ONCE) {
    const transfers: Transfer[] = [];
    for (let at = first; at < first + AT_ONCE; at += 1) {
      const createdMs = started + Math.floor((at * (YEAR_MS - 60_000)) / ROWS);
      const intent = intentOf(at, { dice, founding, operators, createdMs });
      transfers.push(transferOf(at, { dice, digests, intent, createdMs }));
    }
    await insert(pool, founding, transfers);
    for (const { id, intent, intentHash, createdAt } of transfers)
      filled.push({ id, intentHash, reference: intent.reference, createdAt });
  }
  // As autovacuum leaves it: counts need not look whether rows are visible.
  await pool.query('VACUUM ANALYZE');
  await pool.query('CHECKPOINT');
  return filled;
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
  {
    dice,
    digests,
    intent,
    createdMs,
  }: { dice: Dice; digests: IntentDigests; intent: Intent; createdMs: number },
): Transfer {
  const state = stateOf(at, dice);
  const evidence: unknown = EVIDENCE[state].parse(evidenceOf(at, state));
  return {
    ...{ id: parseId('tr', `tr_${v7({ msecs: createdMs })}`), intent, intentHash: digests.of(intent) },
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

async function insert(pool: Pool, founding: Founding, transfers: readonly Transfer[]): Promise<void> {
  const ada = founding.people.find(({ name }) => name === 'Ada');
  await insertInto(pool, 'transfer', transfers.map(rowOf));
  const hashes = transfers.flatMap((each) =>
    hashesFor(each).map((value) => ({ hash: value, transfer_id: each.id })),
  );
  await insertInto(pool, 'transfer_hash', hashes);
  const decisions = transfers.map(({ id, createdAt }) => ({
    ...{ id: newId('dec'), transfer_id: id, stage: 'request', policy_hash: hash('policy') },
    ...{ facts: {}, outcome: DECIDED, created_at: new Date(createdAt * 1000) },
    worth: { value: '31900.00', source: 'policy', at: createdAt },
  }));
  await insertInto(pool, 'decision', decisions);
  const answers = await Promise.all(transfers.map((each) => answersTo(each, ada?.id ?? '')));
  await insertInto(pool, 'confirmation', answers.flat());
}

/** Rows of the same columns in one statement. */
async function insertInto(pool: Pool, table: string, rows: readonly object[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first).join(', ');
  const text = `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1)`;
  await pool.query(text, [JSON.stringify(rows)]);
}

/** Nobody verifies the digest of a clearance that is not confirmed any more, and it takes long to make. */
function hashesFor(transfer: Transfer): readonly string[] {
  if (!hasEnded(transfer.state) || !isCleared(transfer)) return hashesOf(transfer);
  const { cleared } = transfer.evidence;
  const execution = 'execution' in transfer.evidence ? [transfer.evidence.execution.transactionHash] : [];
  return [transfer.intentHash, hash(`clearance ${transfer.id}`), cleared.safeTxHash, ...execution];
}

function rowOf(transfer: Transfer) {
  const { id, intent, state, revision } = transfer;
  const createdAt = new Date(transfer.createdAt * 1000);
  const ended = hasEnded(state) ? new Date(createdAt.getTime() + 3_600_000) : null;
  return {
    ...{ id, safe_id: intent.safeId, requester_id: intent.requesterId, state, revision },
    lane_of: holdsLane(state) ? intent.safeId : null,
    ...{ intent: storeIntent(intent), intent_hash: transfer.intentHash },
    ...{ intent_signature: transfer.intentSignature, signer_key_id: 'key' },
    evidence: storeEvidence(transfer),
    safe_tx_hash: isCleared(transfer) ? transfer.evidence.cleared.safeTxHash : null,
    ...{ created_at: createdAt, updated_at: ended ?? createdAt, state_since: ended ?? createdAt },
    ...{ ended_at: ended, expires_at: new Date(intent.expiresAt * 1000) },
  };
}

/** Of those that await confirmation, one genuine answer each: lists verify it. */
async function answersTo(transfer: Transfer, personId: string): Promise<readonly object[]> {
  if (transfer.state !== 'awaiting-confirmation') return [];
  const clearance: Clearance = clearanceOf(transfer);
  const ada = DEMO_PEOPLE.find(({ name }) => name === 'Ada');
  if (!ada) throw new Error('nobody is called Ada');
  const account = confirmationKey(ada);
  const digest = clearanceDigest(clearance, { decision: 'confirm', reason: '' });
  return [
    {
      ...{ id: newId('cnf'), transfer_id: transfer.id, revision: transfer.revision, person_id: personId },
      ...{ key_id: account.address, decision: 'confirm', digest, created_at: new Date() },
      clearance: { ...clearance, exceptions: [...clearance.exceptions], reason: '' },
      signature: await account.sign({ hash: digest }),
    },
  ];
}
