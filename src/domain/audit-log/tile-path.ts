import { MalformedLogText } from './malformed.js';

export const TILE_WIDTH = 256;
const LEVEL_MAX = 63;
const INDEX_MAX = 2n ** 63n;

/** A tile of hashes, or a bundle of entries (c2sp.org/tlog-tiles). It is partial if its width is below 256. */
export interface Tile {
  /** The level of a tile of hashes: its hashes are the tree's nodes of level 8 * level. */
  readonly level: number | 'entries';
  readonly index: bigint;
  /** 1 to 256. */
  readonly width: number;
}

/** The path of a tile under the log's URL: `tile/<L>/<N>[.p/<W>]`. @throws MalformedLogText if it is no valid tile */
export function tilePath({ level, index, width }: Tile): string {
  if (level !== 'entries' && !(Number.isInteger(level) && level >= 0 && level <= LEVEL_MAX)) {
    throw new MalformedLogText('a tile has a level from 0 to 63');
  }
  if (!Number.isInteger(width) || width < 1 || width > TILE_WIDTH) {
    throw new MalformedLogText('a tile is 1 to 256 wide');
  }
  if (index < 0n || index >= INDEX_MAX) throw new MalformedLogText('a tile has an index below 2^63');
  const partial = width === TILE_WIDTH ? '' : `.p/${String(width)}`;
  return `tile/${String(level)}/${printIndex(index)}${partial}`;
}

/** Groups of three digits, all but the last after an x: 1234067 is x001/x234/067. */
function printIndex(index: bigint): string {
  const digits = index.toString();
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? [];
  return groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
}

const FORM = /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/){0,6}[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/;

/** Parses such a path in its one canonical form. @throws MalformedLogText */
export function parseTilePath(path: string): Tile {
  const [, level = '', index = '', width] = FORM.exec(path) ?? [];
  if (index === '') throw new MalformedLogText('it is not the path of a tile');
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: BigInt(index.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  if (tilePath(tile) !== path) throw new MalformedLogText('it is not the path of a tile as one is written');
  return tile;
}
