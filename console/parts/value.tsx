import { Hex } from './hex.js';
import { Said } from './text.js';

const HEX = /^0x(?:[0-9a-fA-F]{40}|[0-9a-fA-F]{64})$/;

/** A value that may be an address or a hash, which then stands in groups; anything else is text. */
export function Value({ value, name }: { readonly value: string; readonly name: string }) {
  return HEX.test(value) ? <Hex value={value} name={name} /> : <Said>{value}</Said>;
}
