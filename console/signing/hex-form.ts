/** Whether something is 0x-hex of so many bytes. */
export function isForm(value: unknown, bytes: number): value is `0x${string}` {
  return typeof value === 'string' && new RegExp(`^0x[0-9a-fA-F]{${String(2 * bytes)}}$`).test(value);
}
