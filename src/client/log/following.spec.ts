import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { entryTexts, exportLines } from '../../../test/builders/audit-export.js';
import { Folder } from '../../../test/builders/sluice-command.js';
import { logSigner, vkeyOf } from '../../../test/builders/witnessed-log.js';
import { parseVerifierKey } from '../../domain/audit-log/verifier-key.js';
import { StateFile, beginning } from './follow-state.js';
import { Following, type NextPart } from './following.js';
import { type Sink, fileSink } from './sink.js';

const folder = new Folder();
afterAll(() => {
  folder.remove();
});

const logKey = vkeyOf(logSigner);
const trust = { logKey: parseVerifierKey(logKey), policy: null };
const texts = entryTexts(12);

/** A gateway whose log has come to this size; it gives four entries at a time. */
function logOf(size: number, of = texts): NextPart {
  return (from) => {
    const start = Number(from);
    const filter = { fromIndex: String(start), toIndex: String(Math.min(start + 4, size)) };
    const lines = start >= size ? [] : exportLines(of, { filter, size });
    return Promise.resolve(lines.map((line) => `${line}\n`).join(''));
  };
}

let runs = 0;
/** A follower's files, and how it is started, anew each time. */
function follower() {
  runs += 1;
  const [output, path] = ['out', 'state'].map((name) => join(folder.path, `${name}-${String(runs)}`)) as [
    string,
    string,
  ];
  const run = async (next: NextPart, around: (sink: Sink) => Sink = (sink) => sink): Promise<void> => {
    const state = new StateFile(path, logKey);
    const found = state.read() ?? beginning();
    const sink = fileSink(output, found.bytes);
    const parts = { next, sink: around(sink), state, trust };
    try {
      await new Following(parts, { format: 'jsonl', inSyslog: false }, found, 0n).drain();
    } finally {
      sink.close();
    }
  };
  const indexes = (): readonly string[] =>
    readFileSync(output, 'utf8')
      .split('\n')
      .flatMap(
        (line) =>
          /"index":"([0-9]+)"/.exec(line.replaceAll(/"canonical":"(?:[^"\\]|\\.)*",/g, ''))?.[1] ?? [],
      );
  return { run, indexes, output, path };
}

const upTo = (size: number): readonly string[] => Array.from({ length: size }, (_, at) => String(at));

describe(Following.name, () => {
  it('goes on where it was, and gives every entry once', async () => {
    const { run, indexes, output } = follower();
    await run(logOf(5));
    expect(indexes()).toEqual(upTo(5));
    await run(logOf(5));
    await run(logOf(12));
    expect(indexes()).toEqual(upTo(12));
    expect(readFileSync(output, 'utf8').match(/"checkpoint":/g)).toHaveLength(4);
  });

  it('loses nothing and doubles nothing where it is killed between the lines and the state', async () => {
    const { run, indexes } = follower();
    await run(logOf(5));
    const dying = (sink: Sink): Sink => ({
      ...sink,
      put: async (lines) => {
        await sink.put(lines);
        throw new Error('killed');
      },
    });
    await expect(run(logOf(12), dying)).rejects.toThrow('killed');
    expect(indexes()).toEqual(upTo(9));
    await run(logOf(12));
    expect(indexes()).toEqual(upTo(12));
  });

  it('invariant 16: gives out nothing of a log with another history, and ends with 8', async () => {
    const { run, indexes } = follower();
    await run(logOf(5));
    const other = texts.with(1, (texts[1] ?? '').replace('"at"', '"at "'));
    await expect(run(logOf(12, other))).rejects.toMatchObject({ exitCode: 8 });
    expect(indexes()).toEqual(upTo(5));
  });

  it('takes no state that is of another log, or of nobody', async () => {
    const { run, path } = follower();
    await run(logOf(5));
    expect(() => new StateFile(path, 'other').read()).toThrow(/is of another log/);
    expect(() => new StateFile(folder.file('{}'), logKey).read()).toThrow(/no state of a follower/);
  });
});
