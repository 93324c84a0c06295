/** What a key asks for, outside of fields and dialogs. None of it signs. */
export type KeyAct =
  | { readonly kind: 'search' }
  | { readonly kind: 'help' }
  | { readonly kind: 'new' }
  | { readonly kind: 'row'; readonly by: 1 | -1 }
  /** The first of two letters. */
  | { readonly kind: 'go' }
  | { readonly kind: 'go to'; readonly to: string };

export interface Pressed {
  /** As the browser names it: what is typed, whatever the keyboard. */
  readonly key: string;
  readonly isModified: boolean;
  /** Milliseconds, of any one clock. */
  readonly at: number;
}

/** A second letter that comes later than this is a first one. */
const TOGETHER_MS = 1_500;

const SINGLE: Readonly<Record<string, KeyAct>> = {
  '/': { kind: 'search' },
  '?': { kind: 'help' },
  n: { kind: 'new' },
  j: { kind: 'row', by: 1 },
  k: { kind: 'row', by: -1 },
  g: { kind: 'go' },
};

/** Reads a key, and when "g" was pressed before it, if it was. Undefined for a key that does nothing. */
export function keyAct(
  { key, isModified, at }: Pressed,
  goneAt: number | null,
  pages: Readonly<Record<string, string>>,
): KeyAct | undefined {
  if (isModified) return undefined;
  if (goneAt !== null && at - goneAt <= TOGETHER_MS) {
    const to = Object.hasOwn(pages, key) ? pages[key] : undefined;
    if (to !== undefined) return { kind: 'go to', to };
  }
  return Object.hasOwn(SINGLE, key) ? SINGLE[key] : undefined;
}
