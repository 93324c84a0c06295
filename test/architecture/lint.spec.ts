import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { PlantedTree } from './planted-tree.js';

interface Snippet {
  readonly what: string;
  readonly file: string;
  readonly code: string;
}

const lines = (count: number, line: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n)).join('\n');
const longFunction = `export function long(): number {\n  let sum = 0;\n${lines(61, (n) => `  sum += ${String(n)};`)}\n  return sum;\n}\n`;
const getAddress = `import { getAddress } from 'viem';\nexport const a = getAddress('0x00');\n`;
const parseUnits = `import { parseUnits } from 'viem';\nexport const a = parseUnits('1', 6);\n`;
const numbered = (count: number, print: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => print(n)).join(', ');
const names = (count: number): string => numbered(count, (n) => `a${String(n)}: number`);
const bare = (count: number): string => numbered(count, (n) => `a${String(n)}`);
const environment = `export const name = process.env['NAME'];\n`;

/** What must be found, by the name of the rule that finds it. */
const BREACHES: readonly (Snippet & { readonly rule: string })[] = [
  ...[
    ['a clock', 'Date', 'export const now = Date.now();\n'],
    ['a new date', 'new-date', 'export const now = new Date();\n'],
    ['fetch', 'fetch', `export const answer = fetch('https://a.example');\n`],
    ['the process', 'process', 'export const id = process.pid;\n'],
    ['the environment', 'env', environment],
    ['crypto', 'crypto', 'export const id = crypto.randomUUID();\n'],
    ['a timer', 'timeout', 'export const timer = setTimeout(() => undefined, 1);\n'],
    ['an interval', 'interval', 'export const timer = setInterval(() => undefined, 1);\n'],
    ['a stopwatch', 'stopwatch', 'export const now = performance.now();\n'],
    ['a clock by way of globalThis', 'global-date', 'export const now = globalThis.Date.now();\n'],
    [
      'fetch by way of globalThis',
      'global-fetch',
      `export const answer = globalThis.fetch('https://a.example');\n`,
    ],
  ].map(([what = '', name = '', code = '']) => {
    return {
      rule: 'no-restricted-globals',
      what: `${what} in the domain`,
      file: `src/domain/${name}.ts`,
      code,
    };
  }),
  {
    rule: 'no-restricted-properties',
    what: 'chance in the domain',
    file: 'src/domain/chance.ts',
    code: 'export const chance = Math.random();\n',
  },
  {
    rule: 'no-restricted-imports',
    what: "one of viem's clients in the domain",
    file: 'src/domain/client.ts',
    code: `import { createPublicClient, http } from 'viem';\nexport const client = createPublicClient({ transport: http() });\n`,
  },
  {
    rule: 'no-restricted-imports',
    what: 'the whole of viem in the domain',
    file: 'src/domain/whole.ts',
    code: `import * as viem from 'viem';\nexport const transport = viem.http();\n`,
  },
  {
    rule: 'no-restricted-imports',
    what: "viem's actions in the domain",
    file: 'src/domain/actions.ts',
    code: `import { getBalance } from 'viem/actions';\nexport { getBalance };\n`,
  },
  {
    rule: 'no-restricted-globals',
    what: 'fetch in the CLI',
    file: 'src/cli/fetch.ts',
    code: `export const answer = fetch('https://a.example');\n`,
  },
  {
    rule: 'no-restricted-globals',
    what: 'fetch in a story',
    file: 'test/e2e/story.e2e.spec.ts',
    code: `export const answer = fetch('https://a.example');\n`,
  },
  {
    rule: 'no-restricted-imports',
    what: "one of viem's transports in the CLI",
    file: 'src/cli/client.ts',
    code: `import { http } from 'viem';\nexport const transport = http();\n`,
  },
  ...(
    ['src/transfers/env.ts', 'src/infra/http/env.ts', 'src/cli/env.ts', 'src/bootstrap/env.ts'] as const
  ).map((file) => ({
    rule: 'no-restricted-properties',
    what: 'the environment outside config',
    file,
    code: environment,
  })),
  {
    rule: 'no-restricted-properties',
    what: 'the environment, taken apart',
    file: 'src/transfers/env-apart.ts',
    code: 'const { env } = process;\nexport { env };\n',
  },
  {
    rule: 'no-restricted-syntax',
    what: 'forwardRef',
    file: 'src/transfers/forward.ts',
    code: `import { forwardRef } from '@nestjs/common';\nexport const later = forwardRef(() => String);\n`,
  },
  { rule: 'no-restricted-syntax', what: 'getAddress', file: 'src/transfers/address.ts', code: getAddress },
  { rule: 'no-restricted-syntax', what: 'parseUnits', file: 'src/transfers/units.ts', code: parseUnits },
  {
    rule: 'no-restricted-syntax',
    what: 'parseUnits in the domain',
    file: 'src/domain/units.ts',
    code: parseUnits,
  },
  ...['isAddress', 'parseEther', 'decodeFunctionData'].map((name) => ({
    rule: 'no-restricted-syntax',
    what: name,
    file: `src/transfers/${name}.ts`,
    code: `import { ${name} } from 'viem';\nexport const lenient = ${name}.name;\n`,
  })),
  {
    rule: 'no-restricted-syntax',
    what: 'parseUnits under another name',
    file: 'src/transfers/renamed.ts',
    code: `import { parseUnits as exact } from 'viem';\nexport const a = exact('1', 6);\n`,
  },
  {
    rule: 'no-restricted-syntax',
    what: "getAddress by viem's other door",
    file: 'src/transfers/other-door.ts',
    code: `import { getAddress } from 'viem/utils';\nexport const a = getAddress('0x00');\n`,
  },
  {
    rule: 'no-restricted-syntax',
    what: 'getAddress passed on',
    file: 'src/transfers/passed-on.ts',
    code: `export { getAddress } from 'viem';\n`,
  },
  ...['src/main.ts', 'src/sandbox/cadence.ts'].map((file) => ({
    rule: 'no-restricted-syntax',
    what: 'another cadence than the product has',
    file,
    code: `class Cadence {\n  constructor(readonly change: object) {}\n}\nexport const cadence = new Cadence({ watch: 1 });\n`,
  })),
  {
    rule: 'typescript/switch-exhaustiveness-check',
    what: 'a switch that forgets a case',
    file: 'src/transfers/switch.ts',
    code: `export function f(x: 'a' | 'b'): void {\n  switch (x) {\n    case 'a':\n      return;\n  }\n}\n`,
  },
  {
    rule: 'typescript/no-floating-promises',
    what: 'a promise that nobody waits for',
    file: 'src/transfers/floating.ts',
    code: `async function act(): Promise<void> {\n  await Promise.resolve();\n}\nexport function f(): void {\n  act();\n}\n`,
  },
  {
    rule: 'typescript/no-misused-promises',
    what: 'a promise where a condition belongs',
    file: 'src/transfers/misused.ts',
    code: `export const f = (act: () => Promise<boolean>): number => {\n  if (act()) return 1;\n  return 2;\n};\n`,
  },
  {
    rule: 'typescript/no-explicit-any',
    what: 'any',
    file: 'src/transfers/any.ts',
    code: 'export const f = (value: any): boolean => value === 1;\n',
  },
  {
    rule: 'max-lines-per-function',
    what: 'a long function',
    file: 'src/transfers/long.ts',
    code: longFunction,
  },
  {
    rule: 'max-lines',
    what: 'a long file',
    file: 'src/transfers/long-file.ts',
    code: `${lines(301, (n) => `export const v${String(n)} = ${String(n)};`)}\n`,
  },
  {
    rule: 'no-restricted-syntax',
    what: 'six parameters',
    file: 'src/transfers/parameters.ts',
    code: 'export const f = (a: 1, b: 1, c: 1, d: 1, e: 1, g: 1): number[] => [a, b, c, d, e, g];\n',
  },
  {
    rule: 'no-restricted-syntax',
    what: 'a method with six parameters',
    file: 'src/transfers/method.ts',
    code: `export class Many {\n  count(${names(6)}) {\n    return [${bare(6)}].length;\n  }\n}\n`,
  },
  {
    rule: 'no-restricted-syntax',
    what: 'nine collaborators',
    file: 'src/transfers/collaborators.ts',
    code: `export class Many {\n  readonly count: number;\n  constructor(${names(9)}) {\n    this.count = [${bare(9)}].length;\n  }\n}\n`,
  },
  ...['readonly', 'public readonly', 'protected readonly'].map((visible) => ({
    rule: 'no-restricted-syntax',
    what: `a collaborator that is ${visible}`,
    file: `src/transfers/${visible.replace(' ', '-')}.ts`,
    code: `import { Injectable } from '@nestjs/common';\n@Injectable()\nexport class Bag {\n  constructor(${visible} inner: string) {}\n}\n`,
  })),
  {
    rule: 'no-console',
    what: 'the console',
    file: 'src/transfers/print.ts',
    code: `console.log('hello');\nexport {};\n`,
  },
];

const ALLOWED: readonly Snippet[] = [
  {
    what: 'eight collaborators',
    file: 'src/transfers/eight.ts',
    code: `export class Many {\n  readonly count: number;\n  constructor(${names(8)}) {\n    this.count = [${bare(8)}].length;\n  }\n}\n`,
  },
  {
    what: 'a private collaborator, and a value that is public',
    file: 'src/transfers/private.ts',
    code: `import { Injectable } from '@nestjs/common';\nclass Value {\n  constructor(readonly id: string) {}\n}\n@Injectable()\nexport class Service {\n  constructor(private readonly value: Value) {}\n  idOf(): string {\n    return this.value.id;\n  }\n}\n`,
  },
  { what: 'the environment in config', file: 'src/config/config.ts', code: environment },
  { what: 'getAddress where it is compared', file: 'src/domain/values/address.ts', code: getAddress },
  { what: 'round numbers in the sandbox', file: 'sandbox/money.ts', code: parseUnits },
  {
    what: 'a clock outside of the domain',
    file: 'src/infra/clock.ts',
    code: 'export const now = Date.now();\n',
  },
  {
    what: "viem's hashing in the domain",
    file: 'src/domain/hash.ts',
    code: `import { keccak256 } from 'viem';\nexport const h = keccak256('0x00');\n`,
  },
  { what: 'a long function in a spec', file: 'src/transfers/long.spec.ts', code: longFunction },
  {
    what: 'a clock in a spec of the domain',
    file: 'src/domain/clock.spec.ts',
    code: 'export const now = Date.now();\n',
  },
  {
    what: 'a whole switch',
    file: 'src/transfers/whole-switch.ts',
    code: `export function f(x: 'a' | 'b'): number {\n  switch (x) {\n    case 'a':\n      return 1;\n    case 'b':\n      return 2;\n  }\n}\n`,
  },
];

const Report = z.object({
  diagnostics: z.array(
    z.object({ filename: z.string(), code: z.string(), severity: z.string(), message: z.string() }),
  ),
  number_of_files: z.int(),
});

describe('oxlint.config.ts', () => {
  let tree: PlantedTree;
  let report: z.output<typeof Report>;

  function rulesBrokenBy(file: string): string[] {
    return report.diagnostics
      .filter(({ filename }) => filename === file)
      .map(({ code }) =>
        code.replace(/^(?:eslint|eslint-js)\((.*)\)$/, '$1').replace(/^(.*)\((.*)\)$/, '$1/$2'),
      );
  }

  beforeAll(() => {
    const snippets = [...BREACHES, ...ALLOWED];
    tree = new PlantedTree(Object.fromEntries(snippets.map(({ file, code }) => [file, code])));
    report = Report.parse(tree.run('oxlint/bin/oxlint', ['--format', 'json', 'src', 'sandbox', 'test']));
  });

  afterAll(() => {
    tree.remove();
  });

  it('looks at every file', () => {
    expect(report.number_of_files).toBe(BREACHES.length + ALLOWED.length);
  });

  it.each(BREACHES)('$rule finds $what: $file', ({ rule, file }) => {
    expect(rulesBrokenBy(file)).toContain(rule);
  });

  it.each(ALLOWED)('lets pass $what: $file', ({ file }) => {
    expect(rulesBrokenBy(file)).toEqual([]);
  });

  it('makes all that it finds an error', () => {
    expect(new Set(report.diagnostics.map(({ severity }) => severity))).toEqual(new Set(['error']));
  });
});
