import { type Address, erc20Abi, getAddress } from 'viem';
import { z } from 'zod';
import type { Sandbox } from './sandbox.js';

export interface World {
  readonly sandbox: Sandbox;
  readonly safes: readonly { readonly id: string; readonly address: Address }[];
  readonly eth: string;
  readonly usd: { readonly id: string; readonly address: Address };
  readonly hot: { readonly id: string; readonly address: Address };
}

export const Transfer = z.looseObject({
  id: z.string(),
  state: z.string(),
  evidence: z.looseObject({ reasons: z.array(z.object({ code: z.string() })).optional() }),
});
export const Problem = z.looseObject({ code: z.string() });
const Frozen = z.looseObject({ frozen: z.object({ code: z.string() }).nullable() });

export async function freezeOf(world: World, safeId: string, code: string): Promise<string> {
  const { frozen } = Frozen.parse(
    await status(world.sandbox.person('Audrey').get(`/v1/safes/${safeId}`), 200),
  );
  if (frozen?.code !== code) throw new Error(`the Safe is not frozen with ${code}`);
  return `frozen (${frozen.code})`;
}

export function wish({ hot }: World, named: { safe: string; asset: string; amount: string }) {
  return { ...named, destination: hot.id, reference: 'Scenario' };
}

export async function requested(
  world: World,
  named: { safe: string; asset: string; amount: string },
  state = 'queued',
): Promise<string> {
  const created = await status(world.sandbox.person('Tessa').requestTransfer(wish(world, named)), 201);
  const transfer = Transfer.parse(created);
  if (transfer.state !== state)
    throw new Error(`it is ${transfer.state}, not ${state}: ${JSON.stringify(transfer.evidence)}`);
  return transfer.id;
}

export async function confirmed({ sandbox }: World, id: string, names: readonly string[]): Promise<void> {
  await sandbox.person('Tessa').until(id, ['awaiting-confirmation']);
  for (const name of names) await status(sandbox.person(name).confirm(id), 201);
}

export async function signed({ sandbox }: World, id: string): Promise<void> {
  await sandbox.person('Tessa').until(id, ['relayed']);
  for (const name of ['Otto', 'Odile', 'Orson']) await status(sandbox.person(name).signAsOwner(id), 201);
}

export async function status(
  reply: Promise<{ status: number; body: unknown }>,
  wanted: number,
): Promise<unknown> {
  const { status: actual, body } = await reply;
  if (actual !== wanted)
    throw new Error(`answered ${String(actual)} instead of ${String(wanted)}: ${JSON.stringify(body)}`);
  return body;
}

export async function balances(
  { sandbox, safes, usd, hot }: World,
  kind: 'eth' | 'usd',
): Promise<{ safe: bigint; hot: bigint }> {
  const of = (holder: Address): Promise<bigint> =>
    kind === 'eth'
      ? sandbox.chain.getBalance({ address: holder })
      : sandbox.chain.readContract({
          address: usd.address,
          abi: erc20Abi,
          functionName: 'balanceOf',
          args: [holder],
        });
  return { safe: await of(at(safes, 0).address), hot: await of(hot.address) };
}

export function worldOf(sandbox: Sandbox): World {
  const { safes, assets, destinations } = sandbox.founding;
  const usd = assets.find((each) => each.kind === 'erc20');
  const eth = assets.find((each) => each.kind === 'native');
  if (!usd || !eth) throw new Error('the sandbox has not both assets');
  const hot = at(destinations, 0);
  return {
    sandbox,
    safes: safes.map(({ id, address }) => ({ id, address: getAddress(address) })),
    eth: eth.id,
    usd: { id: usd.id, address: getAddress(usd.address) },
    hot: { id: hot.id, address: getAddress(hot.address) },
  };
}

export function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new Error('the founding document is too short');
  return item;
}
