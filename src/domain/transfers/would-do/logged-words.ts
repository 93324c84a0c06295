import type { Effect } from './effect.js';

// An entry of the log has to fit into a bundle of entries (2^16 bytes), with everything else that it says.
const SENTENCES_MAX = 64;
const CHARACTERS_MAX = 8_192;

/** The sentences of an inspection as the log keeps them, each behind its place, and how many are left out. */
export function loggedWords(effects: readonly Effect[]): readonly string[] {
  const kept: string[] = [];
  let characters = 0;
  for (const { place, sentence } of effects.slice(0, SENTENCES_MAX)) {
    const words = `${place} ${sentence}`;
    characters += words.length;
    if (characters > CHARACTERS_MAX) break;
    kept.push(words);
  }
  const left = effects.length - kept.length;
  return left === 0 ? kept : [...kept, `and ${String(left)} more`];
}
