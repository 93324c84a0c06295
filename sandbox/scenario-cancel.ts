import { setTimeout as sleep } from 'node:timers/promises';
import { parseGwei, parseTransaction } from 'viem';
import { z } from 'zod';
import { parseHex } from '../src/domain/values/hex.js';
import { executeAsStranger, settledNotes } from './scenario-chain.js';
import {
  Transfer,
  type World,
  at,
  balances,
  confirmed,
  requested,
  signed,
  status,
} from './scenario-world.js';

const Asked = z.looseObject({ stage: z.string() });
const Found = z.looseObject({
  data: z.array(z.looseObject({ code: z.string(), transferId: z.string().nullable() })),
});
const Sent = z.looseObject({ submissions: z.array(z.looseObject({ rawTransaction: z.string() })) });
const SPIKE = parseGwei('100');

/** One owner has signed; then it turns out to be wrong, and the owners burn its nonce. */
export async function cancelWins(world: World): Promise<string> {
  const { sandbox, safes } = world;
  const safe = at(safes, 0);
  const before = await balances(world, 'eth');
  const id = await requested(world, { safe: safe.id, asset: world.eth, amount: '3' });
  await confirmed(world, id, ['Ada']);
  await sandbox.person('Tessa').until(id, ['relayed']);
  await status(sandbox.person('Otto').signAsOwner(id), 201);
  await cancelConfirmed(world, id);
  for (const name of ['Otto', 'Odile', 'Orson']) await status(sandbox.person(name).signBurn(id), 201);
  await sandbox.person('Tessa').until(id, ['cancelled']);
  const after = await balances(world, 'eth');
  if (after.safe !== before.safe || after.hot !== before.hot) throw new Error('something was paid');
  return 'confirmed by one person and signed by three owners, its nonce is burnt: nothing was paid';
}

/** Whoever has enough signatures can be faster than the cancel: then it is a payment, and a finding. */
export async function cancelLoses(world: World): Promise<string> {
  const { sandbox, safes } = world;
  const safe = at(safes, 0);
  const id = await requested(world, { safe: safe.id, asset: world.eth, amount: '3' });
  await confirmed(world, id, ['Ada']);
  await sandbox.person('Tessa').until(id, ['relayed']);
  for (const name of ['Otto', 'Odile']) await status(sandbox.person(name).signAsOwner(id), 201);
  await cancelConfirmed(world, id);
  await executeAsStranger(world, { id, safe: safe.address, amount: '3', withCoin: 0n });
  await settledNotes(world, id);
  const body = await status(sandbox.person('Audrey').get(`/v1/safes/${safe.id}/findings`), 200);
  const codes = Found.parse(body)
    .data.filter(({ transferId }) => transferId === id)
    .map(({ code }) => code);
  if (!codes.includes('CANCEL_LOST')) throw new Error(`findings: ${codes.join(', ')}`);
  return 'the signed transfer was executed before its burn: settled, with the finding CANCEL_LOST';
}

/** Fees rise above what the relayer's bytes pay: it signs new ones, at the same account nonce. */
export async function feeSpike(world: World): Promise<string> {
  const { sandbox, safes } = world;
  const id = await requested(world, { safe: at(safes, 0).id, asset: world.eth, amount: '1' });
  await confirmed(world, id, ['Ada']);
  await sandbox.person('Tessa').until(id, ['relayed']);
  await sandbox.chain.setNextBlockBaseFeePerGas({ baseFeePerGas: SPIKE });
  await signed(world, id);
  await sandbox.person('Tessa').until(id, ['submitted']);
  const versions = await minedAfterSpike(world, id);
  const [first, last] = [at(versions, 0), at(versions, versions.length - 1)];
  if (first.nonce !== last.nonce || last.maxFeePerGas <= first.maxFeePerGas)
    throw new Error('no higher fee at the same account nonce was offered');
  return `settled at ${String(SPIKE / 10n ** 9n)} gwei: ${String(versions.length)} versions, one account nonce`;
}

/** Blocks come as on a busy chain, until it is settled. @returns all that was signed to execute it, oldest first */
async function minedAfterSpike({ sandbox }: World, id: string) {
  const tessa = sandbox.person('Tessa');
  for (let blocks = 0; blocks < 60; blocks += 1) {
    await sandbox.chain.setNextBlockBaseFeePerGas({ baseFeePerGas: SPIKE });
    await sandbox.chain.mine({ blocks: 1 });
    await sleep(500);
    const { state } = Transfer.parse(await status(tessa.get(`/v1/transfers/${id}`), 200));
    if (state !== 'submitted') break;
  }
  await tessa.until(id, ['settled']);
  const bundle = JSON.parse(
    await sandbox.person('Audrey').download(`/v1/transfers/${id}/evidence`),
  ) as unknown;
  return Sent.parse(bundle).submissions.map(({ rawTransaction }) => {
    const { nonce, maxFeePerGas = 0n } = parseTransaction(parseHex(rawTransaction));
    return { nonce, maxFeePerGas };
  });
}

async function cancelConfirmed({ sandbox }: World, id: string): Promise<void> {
  await status(sandbox.person('Tessa').post(`/v1/transfers/${id}/cancel`, { reason: 'wrong amount' }), 200);
  for (;;) {
    const asked = Asked.parse(await status(sandbox.person('Ada').get(`/v1/transfers/${id}/cancel`), 200));
    if (asked.stage === 'cleared') break;
    await sleep(100);
  }
  await status(sandbox.person('Ada').answerCancel(id, { decision: 'confirm' }), 201);
}
