import { numberToHex } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';
import type { Config } from '../config/config.js';
import { quoteFees } from '../domain/relay/fees.js';
import { executionsFor, leastFunds } from '../domain/relay/funds.js';
import { formatAmount } from '../domain/values/amount.js';
import { chainOf } from '../domain/values/chains.js';
import { FeeHistoryAnswer, Quantity } from '../infra/chain/rpc-answers.js';
import { type Finding, fail, lookedAt, ok, warn } from './finding.js';
import type { SeenProvider } from './provider-check.js';

/** Every chain that is supported counts its own coin so. */
const COIN_DECIMALS = 18;
/** What a simulation sends with: nodes that check the balance refuse it otherwise. */
const LEAST_GAS = 1_000_000n;

/** For how many executions each key that sends has coin, by the lowest balance that a provider tells. */
export async function relayerFindings(
  config: Config,
  seen: readonly SeenProvider[],
): Promise<readonly Finding[]> {
  const answering = seen.flatMap(({ provider, head }) => (head ? [{ provider, head }] : []));
  const [first] = answering;
  if (!first) return [fail('relayer', 'No provider tells its balance.', 'Mend the providers first.')];
  const keys = [config.relayerPrivateKey, ...config.relayerPrivateKeys.map(({ key }) => key)];
  const addresses = [...new Set(keys.map((key) => privateKeyToAddress(key)))];
  return lookedAt('relayer', 'Mend the providers first.', async () => {
    const { provider, head } = first;
    const question = [numberToHex(10), numberToHex(head.number), [50]];
    const leastTip = chainOf(config.chainId)?.leastTip ?? 0n;
    const tips = await provider.request('eth_feeHistory', question, FeeHistoryAnswer).catch(() => []);
    const fees = quoteFees({ baseFee: head.baseFeePerGas, tips, leastTip }, 'execute');
    return Promise.all(
      addresses.map(async (address) => {
        const balances = await Promise.all(
          answering.map((each) => each.provider.request('eth_getBalance', [address, 'latest'], Quantity)),
        );
        const balance = balances.reduce((one, other) => (one < other ? one : other));
        const words = `It has ${formatAmount(balance, COIN_DECIMALS)}, for about ${executionsFor(balance, fees).toString()} executions at the fees of now.`;
        const todo = `Send coin to ${address}: ${formatAmount(leastFunds(fees), COIN_DECIMALS)} pays for 20.`;
        if (balance < LEAST_GAS * fees.maxFee) return fail(`relayer ${address}`, words, todo);
        return balance < leastFunds(fees)
          ? warn(`relayer ${address}`, words, todo)
          : ok(`relayer ${address}`, words);
      }),
    );
  });
}
