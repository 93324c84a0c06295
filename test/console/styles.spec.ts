import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const FOLDER = 'console';
/** What changes how text reads without being seen: controls, directions, joiners, marks of an order of bytes. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;

const sources = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(tsx?|css|html)$/.test(name))
  .map((name) => ({ path: join(FOLDER, name), text: readFileSync(join(FOLDER, name), 'utf8') }));
const scripts = sources.filter(({ path }) => /\.tsx?$/.test(path));
const modules = sources.filter(({ path }) => path.endsWith('.module.css'));
const sheets = sources.filter(({ path }) => path.endsWith('.css') && !path.endsWith('.module.css'));

const withoutComments = (text: string): string => text.replaceAll(/\/\*[^]*?\*\//g, '');

/** Every class that a stylesheet has a rule for. */
function classesIn(text: string): ReadonlySet<string> {
  const selectors = withoutComments(text).match(/[^{};]+(?=\{)/g) ?? [];
  const names = selectors
    .filter((each) => !each.trim().startsWith('@'))
    .map((each) => each.replaceAll(/:global\([^)]*\)|"[^"]*"/g, ''))
    .flatMap((each) => [...each.matchAll(/\.([A-Za-z_][\w-]*)/g)].map(([, name = '']) => name));
  return new Set(names);
}

/** Files that import a module of classes, with the name that they give it. */
function importersOf(path: string) {
  return scripts.flatMap(({ path: from, text }) =>
    [...text.matchAll(/import (\w+) from '([^']+\.module\.css)'/g)]
      .filter(([, , target = '']) => join(dirname(from), target) === path)
      .map(([, name = '']) => ({ from, text, name })),
  );
}

function usedBy(text: string, name: string): readonly string[] {
  // The path of the import may begin with the same name.
  const uses = text
    .replaceAll(/^import .*$/gm, '')
    .matchAll(new RegExp(`\\b${name}(?:\\.(\\w+)|\\['([^']+)'\\])`, 'g'));
  return [...uses].map(([, dotted, quoted]) => dotted ?? quoted ?? '');
}

/** Words of every text in the code that could be a list of classes. */
const words = new Set(
  scripts.flatMap(({ text }) =>
    [...withoutComments(text).matchAll(/'([^'\n]*)'|"([^"\n]*)"|`([^`]*)`/g)].flatMap(([, a, b, c]) =>
      (a ?? b ?? c ?? '').split(/[\s'"`{}$?:()]+/),
    ),
  ),
);
/** Beginnings of names whose ends the code chooses: `st-${tone}`. */
const beginnings = [
  ...new Set(
    scripts.flatMap(({ text }) => [...text.matchAll(/([a-z][\w-]*-)\$\{/g)].map(([, name = '']) => name)),
  ),
];
const isNamed = (name: string): boolean =>
  words.has(name) || beginnings.some((each) => name.startsWith(each) && words.has(name.slice(each.length)));
const pageOfHtml = sources
  .filter(({ path }) => path.endsWith('.html'))
  .map(({ text }) => text)
  .join('\n');

describe('the classes of a module', () => {
  it.each(modules.map(({ path }) => [path]))('%s are all used, and no other is', (path) => {
    const defined = classesIn(readFileSync(path, 'utf8'));
    const importers = importersOf(path);
    const used = importers.flatMap(({ from, text, name }) =>
      usedBy(text, name).map((each) => ({ each, from })),
    );
    const isUsed = new Set(used.map(({ each }) => each));
    expect({
      unused: [...defined].filter((each) => !isUsed.has(each)),
      undefined: used.filter(({ each }) => !defined.has(each)),
    }).toEqual({ unused: [], undefined: [] });
  });
});

describe('the classes of all pages', () => {
  it('are all used', () => {
    const unused = sheets.flatMap(({ path, text }) =>
      [...classesIn(text)]
        .filter((each) => !isNamed(each) && !pageOfHtml.includes(each))
        .map((each) => `${basename(path)} .${each}`),
    );
    expect(unused).toEqual([]);
  });

  it('have rules, wherever they are named', () => {
    const defined = new Set(sheets.flatMap(({ text }) => [...classesIn(text)]));
    const named = scripts.flatMap(({ path, text }) =>
      [...text.matchAll(/\bclassName="([^"]+)"/g)].flatMap(([, list = '']) =>
        list.split(/\s+/).map((name) => ({ path, name })),
      ),
    );
    expect(named.filter(({ name }) => !defined.has(name))).toEqual([]);
  });
});

it('has nothing in its sources that cannot be seen and changes how they read', () => {
  const hidden = sources.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, at) => (UNSEEN.test(line) ? [`${path}:${String(at + 1)}`] : [])),
  );
  expect(hidden).toEqual([]);
});
