import { DomainError } from '../../domain/errors.js';
import type { Log, NativeChange } from '../../domain/simulation/effects.js';
import { TRANSFER_TOPIC } from '../../domain/simulation/expected-effects.js';
import { type Address, addressFromHex, addressFromWord } from '../../domain/values/address.js';

// ERC-7528: the address that stands for the native coin. eth_simulateV1 with traceTransfers logs moved value there.
const NATIVE = addressFromHex(`0x${'ee'.repeat(20)}`);

/** Takes the pseudo-logs of moved native value out of the logs, and sums them up by account. */
export function splitNativeLogs(all: readonly Log[]): {
  readonly nativeChanges: readonly NativeChange[];
  readonly logs: readonly Log[];
} {
  const balances = new Map<Address, bigint>();
  for (const log of all.filter((each) => each.address === NATIVE)) {
    const { from, to, value } = nativeTransfer(log);
    balances.set(from, (balances.get(from) ?? 0n) - value);
    balances.set(to, (balances.get(to) ?? 0n) + value);
  }
  return {
    nativeChanges: [...balances].map(([account, delta]) => ({ account, delta })),
    logs: all
      .filter((each) => each.address !== NATIVE)
      .map(({ address, topics, data }) => ({ address, topics, data })),
  };
}

function nativeTransfer(log: Log): { from: Address; to: Address; value: bigint } {
  const [topic, from, to] = log.topics;
  if (
    topic !== TRANSFER_TOPIC ||
    from === undefined ||
    to === undefined ||
    !/^0x[0-9a-f]{64}$/.test(log.data)
  ) {
    throw new DomainError('SIMULATORS_DISAGREE', 'a log of a native transfer is not one');
  }
  return { from: addressFromWord(from), to: addressFromWord(to), value: BigInt(log.data) };
}
