import { describe, expect, it } from '@jest/globals';
import { PlantedTree, root } from './planted-tree.js';
import { FILES_MAX, FLOORS_MAX, modulesIn, roomFaults } from './rooms.js';

const thing = 'export const thing = 1;\n';
const using = (path: string): string =>
  `import type { thing } from '${path}';\nexport type Used = typeof thing;\n`;

/** A chain of so many files, each of which imports the next. */
function tower(folder: string, floors: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: floors }, (_, n) => [
      `${folder}/floor-${String(n)}.ts`,
      n === 0 ? thing : `import './floor-${String(n - 1)}.js';\n${thing}`,
    ]),
  );
}

function heap(folder: string, count: number, ending = '.ts'): Record<string, string> {
  const names = Array.from({ length: count }, (_, n) => `${folder}/file-${String(n)}${ending}`);
  return Object.fromEntries(names.map((name) => [name, thing]));
}

function faultsOf(files: Readonly<Record<string, string>>): readonly string[] {
  const tree = new PlantedTree(files);
  try {
    return roomFaults(modulesIn(tree.folder));
  } finally {
    tree.remove();
  }
}

describe('The rooms of src', () => {
  it(`have ${String(FILES_MAX)} files and ${String(FLOORS_MAX)} floors at most, and no circles`, () => {
    const modules = modulesIn(root);
    expect(modules.length).toBeGreaterThan(500);
    expect(roomFaults(modules)).toEqual([]);
  });
});

describe('roomFaults', () => {
  it('finds a room with too many files, one with too many floors, and rooms that import one another', () => {
    const faults = faultsOf({
      ...heap('src/transfers', FILES_MAX + 1),
      ...tower('src/decisions', FLOORS_MAX + 1),
      // No file is in a circle: each room imports another file of the other.
      'src/changes/upper.ts': using('./inner/middle.js'),
      'src/changes/lower.ts': thing,
      'src/changes/inner/middle.ts': using('../lower.js'),
      // Around a third room.
      'src/safes/a/one.ts': using('../b/one.js'),
      'src/safes/b/one.ts': using('../c/one.js'),
      'src/safes/c/one.ts': using('../a/two.js'),
      'src/safes/a/two.ts': thing,
    });
    expect([...faults].sort()).toEqual([
      'src/changes and src/changes/inner import one another',
      'src/decisions has 7 floors: floor-6.ts floor-5.ts floor-4.ts floor-3.ts floor-2.ts floor-1.ts floor-0.ts',
      'src/safes/a and src/safes/b and src/safes/c import one another',
      'src/transfers has 21 files',
    ]);
  });

  it('lets pass what just fits, specs, the domain, and a room that is imported by the one in it', () => {
    const faults = faultsOf({
      ...heap('src/transfers', FILES_MAX),
      ...heap('src/transfers', FILES_MAX, '.spec.ts'),
      ...tower('src/decisions', FLOORS_MAX),
      ...tower('src/domain/policies', FLOORS_MAX + 1),
      ...heap('src/domain/values', FILES_MAX + 1),
      'src/changes/inner/upper.ts': using('../lower.js'),
      'src/changes/lower.ts': thing,
    });
    expect(faults).toEqual([]);
  });
});
