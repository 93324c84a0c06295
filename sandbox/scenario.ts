import { type TypedDataDefinition, formatUnits } from 'viem';
import { z } from 'zod';
import { bybitProposal } from './play.js';
import type { Sandbox } from './sandbox.js';
import { cancelLoses, cancelWins, feeSpike } from './scenario-cancel.js';
import { frontRun, omittedLogs } from './scenario-chain.js';
import {
  Problem,
  Transfer,
  type World,
  at,
  balances,
  confirmed,
  freezeOf,
  requested,
  signed,
  status,
  wish,
  worldOf,
} from './scenario-world.js';

export interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

interface Step {
  readonly name: string;
  readonly run: (world: World) => Promise<string>;
}

/** Runs every story, also after one has failed; all must hold. */
export async function runScenario(
  sandbox: Sandbox,
  told: (result: StepResult) => void,
): Promise<readonly StepResult[]> {
  const world = worldOf(sandbox);
  const results: StepResult[] = [];
  for (const { name, run } of STEPS) {
    const result = await run(world).then(
      (detail) => ({ name, ok: true, detail }),
      (error: unknown) => ({
        name,
        ok: false,
        detail: error instanceof Error ? error.message : String(error),
      }),
    );
    results.push(result);
    told(result);
  }
  return results;
}

const STEPS: readonly Step[] = [
  { name: 'ETH transfer settles with exact balances', run: (world) => settles(world, 'eth', '7.25') },
  {
    name: 'ERC-20 transfer settles with exact balances',
    run: (world) => settles(world, 'usd', '12345.678901'),
  },
  { name: 'a stranger executes it first, with a wei more: settled', run: frontRun },
  { name: 'a provider omits the logs: settled', run: omittedLogs },
  { name: 'a relayed transfer is cancelled on the chain', run: cancelWins },
  { name: 'a cancel is slower than the signed transfer: settled', run: cancelLoses },
  { name: 'fees rise above what was offered: settled', run: feeSpike },
  { name: 'limit breach is held, excepted, settled', run: limitBreach },
  { name: 'destination off the list is refused', run: offTheList },
  { name: 'requester confirming their own transfer is refused', run: selfConfirmation },
  { name: "Bybit's transaction is refused with OP_DELEGATECALL", run: bybit },
  { name: 'owner signature over another hash freezes the Safe', run: foreignSignature },
  { name: 'swapped singleton freezes the Safe before the next relay', run: swappedSingleton },
];

async function settles(world: World, kind: 'eth' | 'usd', amount: string): Promise<string> {
  const safe = at(world.safes, 0);
  const asset = kind === 'eth' ? world.eth : world.usd.id;
  const before = await balances(world, kind);
  const id = await requested(world, { safe: safe.id, asset, amount });
  await confirmed(world, id, ['Ada']);
  await signed(world, id);
  await world.sandbox.person('Tessa').until(id, ['settled']);
  const after = await balances(world, kind);
  const [sent, received] = [before.safe - after.safe, after.hot - before.hot];
  const decimals = kind === 'eth' ? 18 : 6;
  if (formatUnits(sent, decimals) !== amount || received !== sent) {
    throw new Error(`sent ${String(sent)}, received ${String(received)}, wanted ${amount}`);
  }
  return `${amount} ${kind === 'eth' ? 'ETH' : 'sUSD'} left the Safe and reached the hot wallet, to the unit`;
}

async function limitBreach(world: World): Promise<string> {
  const id = await requested(
    world,
    { safe: at(world.safes, 0).id, asset: world.eth, amount: '80' },
    'needs-exception',
  );
  for (const name of ['Clara', 'Carlos']) {
    await status(
      world.sandbox.person(name).except(id, {
        rule: 'eth-per-transfer',
        ceiling: '80',
        reason: 'Market maker settlement',
        ticket: 'OPS-1042',
      }),
      201,
    );
  }
  await confirmed(world, id, ['Ada', 'Rita']);
  await signed(world, id);
  await world.sandbox.person('Tessa').until(id, ['settled']);
  return '80 ETH over a limit of 50 was held, excepted by two of compliance, and settled';
}

async function offTheList(world: World): Promise<string> {
  const { sandbox } = world;
  const tessa = sandbox.person('Tessa');
  const request = await tessa.signedRequest(
    wish(world, { safe: at(world.safes, 0).id, asset: world.eth, amount: '1' }),
  );
  const stranger = 'dst_01a20000-0000-7000-8000-000000000000';
  const reply = await tessa.post('/v1/transfers', { ...request, destination: stranger });
  const { code } = Problem.parse(reply.body);
  if (reply.status !== 422 || code !== 'DEST_NOT_ALLOWED') throw new Error(`${String(reply.status)} ${code}`);
  return `${String(reply.status)} ${code}`;
}

async function selfConfirmation(world: World): Promise<string> {
  const tariq = world.sandbox.person('Tariq');
  const created = await status(
    tariq.requestTransfer(wish(world, { safe: at(world.safes, 0).id, asset: world.eth, amount: '1' })),
    201,
  );
  const { id } = Transfer.parse(created);
  await tariq.until(id, ['awaiting-confirmation']);
  const reply = await tariq.confirm(id);
  const { code } = Problem.parse(reply.body);
  await status(tariq.post(`/v1/transfers/${id}/cancel`, { reason: 'only a trial' }), 200);
  if (reply.status !== 403 || code !== 'SOD') throw new Error(`${String(reply.status)} ${code}`);
  return `${String(reply.status)} ${code}`;
}

async function bybit(world: World): Promise<string> {
  const body = await status(
    world.sandbox.person('Tessa').post('/v1/safe-transactions/inspect', bybitProposal(at(world.safes, 0).id)),
    200,
  );
  const { verdict, code } = z.looseObject({ verdict: z.string(), code: z.string().nullable() }).parse(body);
  if (verdict !== 'REFUSE' || code !== 'OP_DELEGATECALL') throw new Error(`${verdict} ${code ?? ''}`);
  return `${verdict} ${code}`;
}

/** A signing page that shows one transaction and has another signed: what happened at Bybit. */
async function foreignSignature(world: World): Promise<string> {
  const safe = at(world.safes, 1);
  const id = await requested(world, { safe: safe.id, asset: world.eth, amount: '2' });
  await confirmed(world, id, ['Ada']);
  await world.sandbox.person('Tessa').until(id, ['relayed']);
  const alter = (typedData: TypedDataDefinition): TypedDataDefinition => ({
    ...typedData,
    message: { ...typedData.message, operation: 1 },
  });
  const reply = await world.sandbox.person('Otto').signAsOwner(id, alter);
  const { code } = Problem.parse(reply.body);
  if (reply.status !== 422 || code !== 'SIG_MISMATCH') throw new Error(`${String(reply.status)} ${code}`);
  return `${code}, and the Safe is ${await freezeOf(world, safe.id, 'SIG_MISMATCH')}`;
}

async function swappedSingleton(world: World): Promise<string> {
  const safe = at(world.safes, 2);
  const id = await requested(world, { safe: safe.id, asset: world.eth, amount: '2' });
  await world.sandbox.person('Tessa').until(id, ['awaiting-confirmation']);
  // What the Bybit attacker's delegatecall did: slot 0 names another implementation.
  await world.sandbox.chain.setStorageAt({
    address: safe.address,
    index: 0,
    value: '0x000000000000000000000000bdd077f651ebe7f7b3ce16fe5f2b025be2969516',
  });
  await world.sandbox.chain.mine({ blocks: 1 });
  await confirmed(world, id, ['Ada']);
  const ended = Transfer.parse(await world.sandbox.person('Tessa').until(id, ['refused']));
  const codes = (ended.evidence.reasons ?? []).map((each) => each.code);
  if (!codes.includes('SAFE_STATE_DRIFT')) throw new Error(`refused for ${codes.join(', ')}`);
  return `refused before relay, and the Safe is ${await freezeOf(world, safe.id, 'SAFE_STATE_DRIFT')}`;
}
