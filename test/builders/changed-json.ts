import type { Json } from '../../src/domain/values/canonical-json.js';

export type Step = string | number;

/** One value inside a JSON value that is a text or a number, or the name of a member. */
export interface Leaf {
  readonly path: readonly Step[];
  readonly value: string | number;
}

export function leavesOf(value: Json, path: readonly Step[] = []): Leaf[] {
  if (typeof value === 'string' || typeof value === 'number') return [{ path, value }];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((each: Json, at) => leavesOf(each, [...path, at]));
  return Object.entries(value).flatMap(([name, each]) => leavesOf(each, [...path, name]));
}

/** A copy in which one value is another; everything beside the way to it is the very same object. */
export function withLeaf(value: Json, [step, ...rest]: readonly Step[], leaf: Json): Json {
  if (step === undefined) return leaf;
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    return list.with(Number(step), withLeaf(list[Number(step)] ?? null, rest, leaf));
  }
  const object = value as Readonly<Record<string, Json>>;
  return { ...object, [step]: withLeaf(object[step] ?? null, rest, leaf) };
}

/** Another character at one place: a digit becomes another digit, so that the text keeps its form as long as it can. */
export function withOtherChar(text: string, at: number): string {
  const char = text.charAt(at);
  const other = /[0-9]/.test(char)
    ? String((Number(char) + 1) % 10)
    : char === 'a'
      ? 'b'
      : char === 'A'
        ? 'B'
        : 'a';
  return `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
}
