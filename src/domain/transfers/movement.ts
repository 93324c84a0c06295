import { type Hex, size, slice } from 'viem';
import { type Refusal, refusal } from '../errors.js';
import { type Address, addressFromWord } from '../values/address.js';
import { amountOf } from '../values/amount.js';
import { callWords } from './call-words.js';
import {
  type MovableAsset,
  type Movement,
  type ProposedSafeTransaction,
  transferCalldata,
} from './safe-transaction.js';

const TRANSFER_SELECTOR = '0xa9059cbb';
const TRANSFER_SIZE = 68;

/** What a call is compared with to find its movement. */
export interface MovementContext<A extends MovableAsset> {
  readonly assets: readonly A[];
  /**
   * Allowed receivers of native coin. A call to one that carries data is reported as a transfer with hidden data, not
   * as a contract call.
   */
  readonly destinations?: readonly { readonly address: Address; readonly label: string }[] | null;
}

type Call = Pick<ProposedSafeTransaction, 'to' | 'value' | 'data'>;

/** The one movement that a call makes, or why Sluice would never send the call. */
export function readMovement<A extends MovableAsset>(
  call: Call,
  context: MovementContext<A>,
): Movement<A> | Refusal {
  return call.data === '0x' ? nativeMovement(call, context) : tokenMovement(call, context);
}

function nativeMovement<A extends MovableAsset>(
  call: Call,
  { assets }: MovementContext<A>,
): Movement<A> | Refusal {
  const asset = assets.find((each) => each.kind === 'native');
  if (!asset) return refusal('ASSET_NOT_ALLOWED', 'native transfers are not enabled for this Safe');
  if (call.value === 0n) return refusal('AMOUNT_ZERO', 'a transfer of nothing only burns a nonce');
  return { asset, destination: call.to, amount: amountOf(call.value) };
}

function tokenMovement<A extends MovableAsset>(
  call: Call,
  context: MovementContext<A>,
): Movement<A> | Refusal {
  const { to, value, data } = call;
  const asset = context.assets.find((each) => each.kind === 'erc20' && each.address === to);
  if (!asset && isNativeWithData(call, context)) {
    return refusal(
      'NATIVE_WITH_DATA',
      `${to} gets native coin together with data: the call ${callWords(call, { safe: null, ...context })}`,
    );
  }
  if (size(data) < 4) return refusal('CALLDATA_NOT_CANONICAL', 'the data is too short to hold a selector');
  const selector = slice(data, 0, 4);
  if (selector !== TRANSFER_SELECTOR) {
    return refusal(
      'SELECTOR_NOT_ALLOWED',
      `the call to ${to} ${callWords(call, { safe: null, ...context })}; selector ${selector} is not transfer(address,uint256), the only call that Sluice makes`,
    );
  }
  if (!asset) return refusal('TOKEN_NOT_PINNED', `${to} is not a pinned asset, whatever it calls itself`);
  if (value !== 0n) return refusal('VALUE_WITH_DATA', 'a token transfer must not carry native value');
  return canonicalTransfer(data, asset);
}

function isNativeWithData<A extends MovableAsset>(call: Call, context: MovementContext<A>): boolean {
  if (call.value === 0n) return false;
  return size(call.data) < 4 || (context.destinations ?? []).some((each) => each.address === call.to);
}

function canonicalTransfer<A extends MovableAsset>(data: Hex, asset: A): Movement<A> | Refusal {
  if (size(data) !== TRANSFER_SIZE) {
    return refusal(
      'CALLDATA_NOT_CANONICAL',
      `transfer takes ${String(TRANSFER_SIZE)} bytes, these are ${String(size(data))}`,
    );
  }
  if (!/^0x0{24}/.test(slice(data, 4, 36)))
    return refusal('CALLDATA_NOT_CANONICAL', 'the upper bytes of the address are not zero');
  const destination = addressFromWord(slice(data, 4, 36));
  const amount = amountOf(BigInt(slice(data, 36, 68)));
  if (amount === 0n) return refusal('AMOUNT_ZERO', 'a transfer of nothing only burns a nonce');
  if (transferCalldata(destination, amount) !== data)
    return refusal('CALLDATA_NOT_CANONICAL', 're-encoding gives other bytes');
  return { asset, destination, amount };
}
