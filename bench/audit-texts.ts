import { EMPTY_FRONTIER, type Frontier, extend } from '../src/domain/audit-log/frontier.js';
import { leafNode } from '../src/domain/audit-log/merkle.js';
import { sha256 } from '../src/audit-log/sequencer/sha256.js';

export const treeHash = sha256;

/** Texts concatenated in memory that threads share. */
export interface JoinedTexts {
  readonly count: number;
  readonly parts: { readonly bytes: SharedArrayBuffer; readonly ends: SharedArrayBuffer };
  text(at: number): Uint8Array;
}

export function joinTexts(texts: readonly Uint8Array[]): JoinedTexts {
  const bytes = new SharedArrayBuffer(texts.reduce((sum, { length }) => sum + length, 0));
  const ends = new SharedArrayBuffer(4 * texts.length);
  const [all, marks] = [new Uint8Array(bytes), new Uint32Array(ends)];
  let end = 0;
  for (const [at, text] of texts.entries()) {
    all.set(text, end);
    end += text.length;
    marks[at] = end;
  }
  return textsIn({ bytes, ends });
}

export function textsIn(parts: JoinedTexts['parts']): JoinedTexts {
  const [all, marks] = [new Uint8Array(parts.bytes), new Uint32Array(parts.ends)];
  const text = (at: number): Uint8Array => all.subarray(at === 0 ? 0 : marks[at - 1], marks[at]);
  return { count: marks.length, parts, text };
}

/** The tree of a range of texts, computed as the check at start-up computes it. */
export function frontierOfTexts(texts: JoinedTexts, start: number, end: number): Frontier {
  return extend(EMPTY_FRONTIER, leavesOf(texts, start, end), sha256);
}

function* leavesOf(texts: JoinedTexts, start: number, end: number): Generator<Uint8Array, void> {
  for (let at = start; at < end; at += 1) yield leafNode(texts.text(at), sha256);
}
