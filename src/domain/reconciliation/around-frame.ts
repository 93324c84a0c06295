import { topicOf, wordOfAddress } from '../simulation/abi-words.js';
import type { Call, Log } from '../simulation/effects.js';
import { TRANSFER_TOPIC } from '../simulation/expected-effects.js';
import { type Address, addressFromWord } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';
import type { ExecutionRecord } from './execution-record.js';

/** What the transaction did besides the Safe's own frame. It is other people's business, as far as it left the Safe alone. */
export type AroundFrame = ExecutionRecord['around'];

// What a Safe logs without having executed anything: coin came in, an owner approved a hash.
const PASSIVE: readonly Bytes32[] = [
  topicOf('SafeReceived(address,uint256)'),
  topicOf('ApproveHash(bytes32,address)'),
];

const APPROVAL_TOPIC = topicOf('Approval(address,address,uint256)');

/** Accounts whose own storage code outside of the frame could write. */
export function writersAround({ calls }: AroundFrame): ReadonlySet<Address> {
  // Code that runs in its caller's place writes its caller's storage.
  const writer = ({ kind, from, to }: Call): Address =>
    kind === 'DELEGATECALL' || kind === 'CALLCODE' ? from : to;
  return new Set(calls.filter(({ kind }) => kind !== 'STATICCALL').map(writer));
}

/**
 * Whether the Safe itself did something outside of the frame. Anyone may send it coin, ask it a question, or call what it
 * hands on to its pinned fallback handler: none of that has its authority.
 */
export function isSafeActive(
  { calls, logs }: AroundFrame,
  safe: Address,
  pinned: { readonly singleton: Address; readonly fallbackHandler: Address },
): boolean {
  const isHarmless = ({ kind, to, value }: Call): boolean =>
    kind === 'STATICCALL' ||
    (kind === 'DELEGATECALL' && to === pinned.singleton) ||
    (kind === 'CALL' && to === pinned.fallbackHandler && value === 0n);
  return (
    calls.some((call) => call.from === safe && !isHarmless(call)) ||
    logs.some((log) => log.address === safe && !PASSIVE.some((topic) => topic === log.topics[0]))
  );
}

/** By how much an account's balance of a token changed outside of the frame, by the token's own Transfer logs. */
export function tokenDelta({ logs }: AroundFrame, token: Address, account: Address): bigint {
  const word = wordOfAddress(account);
  return transfersOf(logs, token).reduce((sum, { topics: [, from, to], data }) => {
    const amount = BigInt(data);
    return sum + (to === word ? amount : 0n) - (from === word ? amount : 0n);
  }, 0n);
}

/** Whom a token left the account to, outside of the frame. A transfer of nothing is anybody's, and moves nothing. */
export function outflows({ logs }: AroundFrame, token: Address, account: Address): readonly Address[] {
  const word = wordOfAddress(account);
  return transfersOf(logs, token)
    .filter(({ topics: [, from, to], data }) => from === word && to !== word && BigInt(data) > 0n)
    .map(({ topics: [, , to] }) => addressFromWord(to ?? word));
}

/** Whom a token lets spend what the account has, by what happened outside of the frame. An allowance of nothing is none. */
export function allowances({ logs }: AroundFrame, token: Address, account: Address): readonly Address[] {
  const word = wordOfAddress(account);
  return logs
    .filter(
      ({ address, topics, data }) =>
        address === token &&
        topics[0] === APPROVAL_TOPIC &&
        topics[1] === word &&
        data.length === 66 &&
        BigInt(data) > 0n,
    )
    .map(({ topics: [, , spender] }) => addressFromWord(spender ?? word));
}

function transfersOf(logs: readonly Log[], token: Address): readonly Log[] {
  return logs.filter(
    ({ address, topics, data }) =>
      address === token && topics[0] === TRANSFER_TOPIC && topics.length === 3 && data.length === 66,
  );
}
