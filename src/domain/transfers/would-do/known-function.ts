import {
  type AbiParameter,
  type AbiParameterToPrimitiveType,
  type Hex,
  type ParseAbiParameters,
  decodeAbiParameters,
  encodeAbiParameters,
  parseAbiItem,
  size,
  slice,
  toFunctionSelector,
  toFunctionSignature,
} from 'viem';
import { type Address, addressFromHex } from '../../values/address.js';
import type { Meaning } from './effect.js';
import { type Names, nameOf, nativeSum } from './names.js';

/** A call with whom it is made by and for; words about it name what is known. */
export interface CallScene {
  readonly to: Address | null;
  readonly value: bigint;
  readonly operation: number;
  /** Whoever makes the call: the Safe, where nothing else is known. */
  readonly account: Address | null;
  readonly names: Names;
  /** Whether it stands alone: then numbers of owners can be counted. */
  readonly isAlone: boolean;
}

type Arguments<P> = P extends readonly AbiParameter[]
  ? { readonly [K in keyof P]: P[K] extends AbiParameter ? AbiParameterToPrimitiveType<P[K]> : never }
  : never;

export interface KnownFunction {
  readonly selector: Hex;
  readonly signature: string;
  /** Undefined if the bytes are not what the function takes. */
  readonly read: (data: Hex, scene: CallScene) => { meaning: Meaning; behind: number } | undefined;
}

/** A function that people should recognise, with what it does with its arguments. */
export function known<const P extends string>(
  name: string,
  parameters: P,
  say: (args: Arguments<ParseAbiParameters<P>>, scene: CallScene) => Meaning,
): KnownFunction {
  const item = parseAbiItem(`function ${name}(${parameters})`);
  if (item.type !== 'function') throw new TypeError(`${name} is no function`);
  const { inputs } = item as { readonly inputs: readonly AbiParameter[] };
  const read = (data: Hex, scene: CallScene) => {
    const found = argumentsOf(data, inputs);
    if (!found) return undefined;
    // viem's types follow from the text, which the compiler has checked above.
    const args = found.args as unknown as Arguments<ParseAbiParameters<P>>;
    return { meaning: say(args, scene), behind: found.behind };
  };
  return { selector: toFunctionSelector(item), signature: toFunctionSignature(item), read };
}

// What is believed re-encodes to the same bytes. Bytes behind them are read by no contract, and are counted. viem throws
// for whatever else is malformed.
function argumentsOf(
  data: Hex,
  inputs: readonly AbiParameter[],
): { readonly args: readonly unknown[]; readonly behind: number } | undefined {
  const bytes: Hex = size(data) === 4 ? '0x' : slice(data, 4);
  if (inputs.length === 0) return { args: [], behind: size(bytes) };
  try {
    const args = decodeAbiParameters(inputs, bytes);
    const again = encodeAbiParameters(inputs, args);
    return bytes.startsWith(again.toLowerCase()) ? { args, behind: size(bytes) - size(again) } : undefined;
  } catch {
    return undefined;
  }
}

/** An account of the arguments, with its name. */
export function who(address: string, { names }: CallScene): string {
  return nameOf(addressFromHex(address), names);
}

/** Whom the call is made to. */
export function target({ to, names }: CallScene): string {
  return to === null ? 'an account that the bytes do not name' : nameOf(to, names);
}

/** The account that makes the call, as the subject of words. */
export function caller({ account, names }: CallScene): string {
  return account === null || account === names.safe ? (names.caller ?? 'this Safe') : nameOf(account, names);
}

/** What goes along with a call. */
export function valueWords({ value, names }: Pick<CallScene, 'value' | 'names'>): string {
  return value === 0n ? '' : ` with ${nativeSum(value, names).words}`;
}

export function count(number: bigint | number, noun: string): string {
  return `${number.toString()} ${noun}${BigInt(number) === 1n ? '' : 's'}`;
}
