import { type Address, parseEther } from 'viem';
import { z } from 'zod';
import { joinSignatures } from '../src/domain/signatures/owner-signature.js';
import { execTransactionData } from '../src/domain/simulation/exec-call.js';
import { buildSafeTransaction } from '../src/domain/transfers/safe-transaction.js';
import { parseAddress } from '../src/domain/values/address.js';
import { amountOf } from '../src/domain/values/amount.js';
import { parseHex } from '../src/domain/values/hex.js';
import { accountIndex, mnemonicAccount } from './mnemonic.js';
import { type World, at, confirmed, requested, signed, status } from './scenario-world.js';

const Relayed = z.looseObject({
  evidence: z.looseObject({ cleared: z.looseObject({ safeTxHash: z.string(), nonce: z.string() }) }),
});
const Settled = z.looseObject({
  evidence: z.looseObject({ judged: z.looseObject({ notes: z.array(z.string()) }) }),
});

/** Somebody without any right gets hold of the owners' signatures, and sends them first, with coin for the Safe. */
export async function frontRun(world: World): Promise<string> {
  const { sandbox } = world;
  const safe = at(world.safes, 0);
  const id = await requested(world, { safe: safe.id, asset: world.eth, amount: '1' });
  await confirmed(world, id, ['Ada']);
  await sandbox.person('Tessa').until(id, ['relayed']);
  for (const name of ['Otto', 'Odile']) await status(sandbox.person(name).signAsOwner(id), 201);
  await executeAsStranger(world, { id, safe: safe.address, amount: '1', withCoin: 1n });
  return `settled: ${await settledNotes(world, id)}`;
}

/** Executes a relayed transfer of coin with signatures of three owners, as whoever has them can. */
export async function executeAsStranger(
  { sandbox, eth, hot }: World,
  { id, safe, amount, withCoin }: StrangersExecution,
): Promise<void> {
  const shown = await status(sandbox.person('Tessa').get(`/v1/transfers/${id}`), 200);
  const { safeTxHash, nonce } = Relayed.parse(shown).evidence.cleared;
  const signatures = await Promise.all(
    accountIndex.owners.slice(0, 3).map(async (index) => {
      const owner = mnemonicAccount(index);
      return {
        owner: parseAddress(owner.address),
        signature: await owner.sign({ hash: parseHex(safeTxHash) }),
      };
    }),
  );
  const coin = { kind: 'native', id: eth, symbol: 'ETH', decimals: 18 } as const;
  const movement = {
    asset: coin,
    destination: parseAddress(hot.address),
    amount: amountOf(parseEther(amount)),
  };
  const transaction = buildSafeTransaction(movement, BigInt(nonce));
  const data = execTransactionData(transaction, joinSignatures(signatures, 3));
  await sandbox.chain.sendTransaction({ to: safe, data, value: withCoin, gas: 500_000n });
}

interface StrangersExecution {
  readonly id: string;
  readonly safe: Address;
  /** In whole coin. */
  readonly amount: string;
  /** Wei that come to the Safe with the call. */
  readonly withCoin: bigint;
}

/** A node that lags answers with no logs: nothing is concluded from that. */
export async function omittedLogs(world: World): Promise<string> {
  const proxy = world.sandbox.secondProvider;
  proxy.tamper = (request, response) =>
    request.method === 'eth_getLogs' ? { ...response, result: [] } : response;
  try {
    const id = await requested(world, { safe: at(world.safes, 0).id, asset: world.eth, amount: '1' });
    await confirmed(world, id, ['Ada']);
    await signed(world, id);
    await settledNotes(world, id);
    return 'settled: the execution is proven by the block in which the nonce moved';
  } finally {
    proxy.tamper = undefined;
  }
}

export async function settledNotes({ sandbox }: World, id: string): Promise<string> {
  const settled = await sandbox.person('Tessa').until(id, ['settled']);
  return Settled.parse(settled).evidence.judged.notes.join(' ');
}
