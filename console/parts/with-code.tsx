/** Words of Sluice's own, in which what stands between backticks is code. */
export function WithCode({ children }: { readonly children: string }) {
  return children.split('`').map((part, at) => (at % 2 === 0 ? part : <code key={at}>{part}</code>));
}
