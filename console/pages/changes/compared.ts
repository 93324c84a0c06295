import { policyLines } from '../../../src/domain/policies/policy-sentences.js';
import type { PolicyDocument } from '../../../src/domain/policies/policy.js';
import type { Names } from '../../../src/domain/changes/kinds/kind-rules.js';
import type { ChangeView } from '../../../src/changes/changes.contract.js';
import { type Json, canonicalJson } from '../../../src/domain/values/canonical-json.js';

import { idPattern, parseId } from '../../../src/domain/values/identifier.js';
import { printUtc, unixSeconds } from '../../../src/domain/values/time.js';

/** One line of an object in two versions; null where a version has none. */
export interface Line {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** The lines that differ, and the names of those that stay. */
export interface Compared {
  readonly differ: readonly Line[];
  readonly same: readonly string[];
}

/** Two versions of an object line by line: of a policy its rules and tiers in words, of others member by member. */
export function compared(
  { kind, before, content }: Pick<ChangeView, 'kind' | 'before' | 'content'>,
  names: Names,
): Compared {
  const of = (version: unknown): ReadonlyMap<string, string> => {
    if (version === null) return new Map();
    return kind === 'policy'
      ? linesOfPolicy(version as PolicyDocument, names)
      : membersOf(version as Json, { path: '', names });
  };
  const [was, is] = [of(before), of(content)];
  const keys = [...new Set([...was.keys(), ...is.keys()])];
  const lines = keys.map((name) => ({ name, before: was.get(name) ?? null, after: is.get(name) ?? null }));
  return {
    differ: lines.filter((line) => line.before !== line.after),
    same: lines.filter((line) => line.before === line.after).map(({ name }) => name),
  };
}

/** A line without its name before the colon: the name has its own column. */
function linesOfPolicy(document: PolicyDocument, names: Names): ReadonlyMap<string, string> {
  return new Map(
    [...policyLines(document, names)].flatMap(([key, words]) => {
      if (words === '') return [];
      const [, name = '', rest = ''] = /^([^:]{1,80}): (.*)$/s.exec(words) ?? [];
      const isNamed = key.startsWith('rule ') || key.startsWith('tier ');
      return [isNamed && name !== '' ? ([name, rest] as const) : ([key, words] as const)];
    }),
  );
}

interface At {
  readonly path: string;
  readonly names: Names;
}

/** Every member by its path. Members of a list are named by their id, name or group, so that an insertion moves none. */
function membersOf(value: Json, at: At): ReadonlyMap<string, string> {
  if (isList(value)) return new Map(listMembers(value, at));
  if (!isObject(value)) return new Map([[at.path, textOf(value, at)]]);
  const { path, names } = at;
  return new Map(
    Object.entries(value).flatMap(([name, each]) => [
      ...membersOf(each, { path: path === '' ? name : `${path}.${name}`, names }),
    ]),
  );
}

function listMembers(list: readonly Json[], at: At): readonly (readonly [string, string])[] {
  const { path, names } = at;
  if (!list.some((each) => typeof each === 'object' && each !== null))
    return [[path, list.length === 0 ? 'none' : list.map((each) => textOf(each, at)).join(', ')]];
  return list.flatMap((each, index) => [
    ...membersOf(each, { path: `${path}[${nameIn(each, names) ?? String(index + 1)}]`, names }),
  ]);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !isList(value);
}

function nameIn(value: Json, names: Names): string | undefined {
  if (!isObject(value)) return undefined;
  const { id, name, group, assetId } = value;
  if (typeof assetId === 'string' && isId(assetId)) return names.asset(parseId('ast', assetId));
  return [id, name, group].find((each) => typeof each === 'string');
}

/** As it is stored, with the name of an asset and the moment that a number of seconds stands for. */
function textOf(value: Json, { path, names }: At): string {
  if (typeof value === 'number' && path.endsWith('At'))
    return `${String(value)}, ${printUtc(unixSeconds(value))}`;
  if (typeof value !== 'string') return canonicalJson(value);
  return isId(value) ? `${names.asset(parseId('ast', value))} (${value})` : value;
}

function isId(text: string): boolean {
  return idPattern('ast').test(text);
}

/** A part of a line, and whether the other version has it too. */
export interface Part {
  readonly text: string;
  readonly isNew: boolean;
}

/** A line in words, those marked that the other does not have: the longest sequence that both have stays unmarked. */
export function marked(line: string, other: string): readonly Part[] {
  const [words, others] = [wordsIn(line), wordsIn(other)];
  const common = longestCommon(words, others);
  const parts: Part[] = [];
  for (const [at, text] of words.entries()) {
    const isNew = !common.has(at);
    const last = parts.at(-1);
    if (last?.isNew === isNew) parts[parts.length - 1] = { text: last.text + text, isNew };
    else parts.push({ text, isNew });
  }
  return parts.filter(({ text }) => text !== '');
}

/** Words, and what stands between them: a point at the end of a sentence is no part of its last word. */
function wordsIn(line: string): readonly string[] {
  return line.split(/(\s+|[.,;:](?=\s|$))/).filter((part) => part !== '');
}

const WORDS_MAX = 400;

/** Where the words of the longest common sequence stand. Of lines too long to be compared nothing is common. */
function longestCommon(words: readonly string[], others: readonly string[]): ReadonlySet<number> {
  if (words.length > WORDS_MAX || others.length > WORDS_MAX) return new Set();
  const lengths = words.map(() => others.map(() => 0));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = words.length - 1; i >= 0; i -= 1)
    for (let j = others.length - 1; j >= 0; j -= 1) {
      const row = lengths[i] ?? [];
      row[j] = words[i] === others[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  const common = new Set<number>();
  let [i, j] = [0, 0];
  while (i < words.length && j < others.length) {
    if (words[i] === others[j]) {
      common.add(i);
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return common;
}
