import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';

export const FILES_MAX = 20;
export const FLOORS_MAX = 6;

interface Module {
  readonly source: string;
  /** What it imports of the project's own files, types included. */
  readonly imported: readonly string[];
}
type Modules = readonly Module[];
type Graph = ReadonlyMap<string, readonly string[]>;

/** The files of TypeScript in a project's `src`. Imports of own files name them, with their extension. */
export function modulesIn(project: string): Modules {
  return readdirSync(join(project, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => {
      const source = `src/${path.replaceAll('\\', '/')}`;
      const { importedFiles } = ts.preProcessFile(readFileSync(join(project, source), 'utf8'));
      const imported = importedFiles
        .filter(({ fileName }) => fileName.startsWith('.'))
        .map(({ fileName }) => posix.join(dirname(source), fileName).replace(/\.js$/, '.ts'));
      return { source, imported };
    });
}

/** What is wrong with the rooms, each fault in words. A room is a folder under `src`, without the folders in it. */
export function roomFaults(modules: Modules): readonly string[] {
  const files: Graph = new Map(
    modules
      .filter(({ source }) => isRoomed(source))
      .map(({ source, imported }) => [source, imported.filter(isRoomed)]),
  );
  const rooms = Map.groupBy(files.keys(), (file) => dirname(file));
  return [
    ...[...rooms].flatMap(([room, own]) => sizeFaults(room, own, files)),
    ...circleFaults([...rooms.keys()], files),
  ];
}

/** Specs do not count. The domain and generated code have rules of their own; what lies in `src` itself is in no room. */
function isRoomed(file: string): boolean {
  return /^src\/(?!domain\/|generated\/).*\/.*(?<!\.spec)\.ts$/.test(file);
}

function sizeFaults(room: string, own: readonly string[], files: Graph): string[] {
  const chains = own.map((file) => longestChain(file, files));
  const highest = chains.reduce((a, b) => (b.length > a.length ? b : a), []);
  return [
    ...(own.length > FILES_MAX ? [`${room} has ${String(own.length)} files`] : []),
    ...(highest.length > FLOORS_MAX
      ? [
          `${room} has ${String(highest.length)} floors: ${highest.map((file) => file.slice(room.length + 1)).join(' ')}`,
        ]
      : []),
  ];
}

/** The longest chain of imports inside the file's own room, from this file down. Files have no circles: that is a rule of its own. */
function longestChain(file: string, files: Graph): readonly string[] {
  const below = (files.get(file) ?? [])
    .filter((each) => dirname(each) === dirname(file))
    .map((each) => longestChain(each, files));
  return [file, ...below.reduce((a, b) => (b.length > a.length ? b : a), [])];
}

/** Rooms that reach one another, a room and the one that it is in included: one fault for each circle. */
function circleFaults(rooms: readonly string[], files: Graph): string[] {
  const imports = new Map(rooms.map((room) => [room, new Set<string>()]));
  for (const [file, imported] of files)
    for (const room of imported.map((each) => dirname(each)))
      if (room !== dirname(file)) imports.get(dirname(file))?.add(room);
  const reached = new Map(rooms.map((room) => [room, reachedFrom(room, imports)]));
  const circles = rooms.map((room) =>
    rooms.filter((each) => reached.get(room)?.has(each) && reached.get(each)?.has(room)).sort(),
  );
  const words = circles
    .filter(({ length }) => length > 1)
    .map((circle) => `${circle.join(' and ')} import one another`);
  return [...new Set(words)];
}

function reachedFrom(start: string, imports: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [start];
  for (let room = waiting.pop(); room !== undefined; room = waiting.pop())
    for (const next of imports.get(room) ?? [])
      if (!reached.has(next)) {
        reached.add(next);
        waiting.push(next);
      }
  return reached;
}
