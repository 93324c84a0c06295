import { rowsOfThePage } from './rows.js';

const ROWS = rowsOfThePage().domain;
const rowOf = (room: string): number => ROWS.findIndex((row) => row.includes(room));

/** The rooms of the domain, from the top. */
export const ROOMS: readonly string[] = ROWS.flat();

export interface RoomPair {
  readonly from: string;
  readonly to: string;
}

export const roomPairs: readonly RoomPair[] = ROOMS.flatMap((from) =>
  ROOMS.filter((to) => to !== from).map((to) => ({ from, to })),
);

/** Whether the rows refuse that the first imports the second: it stands in the same row or above. */
export function isUpward({ from, to }: RoomPair): boolean {
  return rowOf(to) <= rowOf(from);
}

/** The one room that is a file. */
const FILE = 'errors';

/** What the others import of a room. */
export function pathOf(room: string): string {
  return room === FILE ? 'src/domain/errors.ts' : `src/domain/${room}/thing.ts`;
}

/** Where a room's import of another stands: in a file of its own, or with all others in the one file there is. */
export function roomFile({ from, to }: RoomPair): string {
  return from === FILE ? pathOf(FILE) : `src/domain/${from}/to-${to}.ts`;
}

/** Every room with an import of every other. */
export const ROOM_FILES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(ROOMS.map((room) => [pathOf(room), 'export const thing = 1;\n'])),
  ...Object.fromEntries(roomPairs.map((pair) => [roomFile(pair), lineOf(pair)])),
  [pathOf(FILE)]: roomPairs
    .filter(({ from }) => from === FILE)
    .map(lineOf)
    .join(''),
};

function lineOf({ from, to }: RoomPair): string {
  const name = to.replaceAll('-', '_');
  const path = pathOf(to)
    .replace('src/domain/', from === FILE ? './' : '../')
    .replace(/\.ts$/, '.js');
  return `export * as ${name} from '${path}';\n`;
}
