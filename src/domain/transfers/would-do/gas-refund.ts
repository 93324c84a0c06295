import { ZERO_ADDRESS } from '../../values/address.js';
import type { GasTerms, Meaning } from './effect.js';
import { type Names, nameOf, nativeSum, tokenSum } from './names.js';

/**
 * What a Safe pays for gas beside the call, in Safe.sol's handlePayment: nothing at a gas price of 0. The Safe's own work
 * between is measured too, so the greatest amount is known but for that.
 */
export function gasRefund(terms: Partial<GasTerms>, payer: string, names: Names): Meaning | undefined {
  const { safeTxGas, baseGas, gasPrice, gasToken, refundReceiver } = { ...NO_REFUND, ...terms };
  if (gasPrice === 0n) return undefined;
  const sumOf = (units: bigint) =>
    gasToken === ZERO_ADDRESS ? nativeSum(units, names) : tokenSum(units, gasToken, names);
  const fixed = sumOf(gasPrice * (baseGas + safeTxGas));
  const to =
    refundReceiver === ZERO_ADDRESS ? 'whoever sends the transaction' : nameOf(refundReceiver, names);
  const price = `${sumOf(gasPrice).words} for each unit of gas`;
  const most =
    safeTxGas === 0n
      ? `${baseGas === 0n ? '' : `at most ${fixed.words} for baseGas, and `}${price} for as much gas as is used`
      : `at most ${fixed.words} (${price}: baseGas ${baseGas.toString()} and safeTxGas ${safeTxGas.toString()}), and the gas of the Safe's own work`;
  return {
    action: 'gas-refund',
    words: `pays a gas refund to ${to}, out of ${payer}: ${most}`,
    // Without a limit on gas there is no greatest amount.
    ...(safeTxGas !== 0n && { amount: fixed.amount }),
    asset: fixed.asset,
    ...(refundReceiver !== ZERO_ADDRESS && { destination: refundReceiver }),
  };
}

const NO_REFUND: GasTerms = {
  safeTxGas: 0n,
  baseGas: 0n,
  gasPrice: 0n,
  gasToken: ZERO_ADDRESS,
  refundReceiver: ZERO_ADDRESS,
};
