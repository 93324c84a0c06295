import { beforeEach, describe, expect, it } from '@jest/globals';
import { HINT_KINDS, type Hint } from '../domain/audit-log/hints/hint.js';
import { Listener } from './listener.js';

const ALL = new Set(HINT_KINDS);
const transfer = (id: number): Hint => ({ kind: 'transfer', id: `tr_${String(id)}` });

/** A reader that takes as much as it is told to. */
class Reader {
  text = '';
  takes = true;
  isCut = false;
  readonly write = (text: string): boolean => {
    this.text += text;
    return this.takes;
  };
  readonly end = (text: string): void => {
    this.text += text;
  };
  readonly cut = (): void => {
    this.isCut = true;
  };

  /** The hints since it was last asked. */
  taken(): Hint[] {
    const found = [...this.text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data) as Hint);
    this.text = '';
    return found;
  }
}

describe(Listener.name, () => {
  let reader: Reader;
  let listener: Listener;

  beforeEach(() => {
    reader = new Reader();
    listener = new Listener(reader, ALL);
  });

  it('begins with everything, and says how soon to come back', () => {
    expect(reader.text).toMatch(/^retry: [0-9]+\n\n/);
    expect(reader.taken()).toEqual([{ kind: 'everything', id: null }]);
  });

  it('says each thing once, however often it changed', () => {
    reader.taken();
    listener.hear([transfer(1), transfer(2), transfer(1)]);
    listener.hear([transfer(2)]);
    listener.flush();
    expect(reader.taken()).toEqual([transfer(1), transfer(2)]);
    listener.flush();
    expect(reader.text).toBe('');
  });

  it('writes nothing to a reader that is behind, and all of it once that has drained', () => {
    reader.taken();
    reader.takes = false;
    listener.hear([transfer(1)]);
    listener.flush();
    expect(reader.taken()).toEqual([transfer(1)]);
    listener.hear([transfer(2)]);
    listener.flush();
    listener.hear([transfer(3)]);
    listener.flush();
    listener.beat();
    expect(reader.text).toBe('');
    listener.drained();
    expect(reader.taken()).toEqual([transfer(2), transfer(3)]);
  });

  it('keeps no more than a hundred for it: after that everything', () => {
    reader.takes = false;
    listener.hear([transfer(0)]);
    listener.flush();
    reader.taken();
    for (let id = 1; id <= 100; id += 1) listener.hear([transfer(id)]);
    expect(listener.pending).toBe(100);
    listener.hear([transfer(101)]);
    expect(listener.pending).toBe(1);
    for (let id = 102; id <= 1000; id += 1) listener.hear([transfer(id)]);
    expect(listener.pending).toBe(1);
    reader.takes = true;
    listener.drained();
    expect(reader.taken()).toEqual([{ kind: 'everything', id: null }]);
    listener.hear([transfer(7)]);
    listener.flush();
    expect(reader.taken()).toEqual([transfer(7)]);
  });

  it('gives up a reader that has not drained at four beats, and not one that has meanwhile', () => {
    reader.takes = false;
    listener.hear([transfer(1)]);
    listener.flush();
    expect([listener.beat(), listener.beat(), listener.beat()]).toEqual([true, true, true]);
    listener.drained();
    reader.takes = false;
    listener.hear([transfer(2)]);
    listener.flush();
    expect([1, 2, 3, 4].map(() => listener.beat())).toEqual([true, true, true, false]);
  });

  it('beats by an event of its own name, which no reader takes for a hint', () => {
    reader.text = '';
    expect(listener.beat()).toBe(true);
    expect(reader.text).toBe('event: beat\ndata: {}\n\n');
  });

  it('says nothing of what its reader may not read', () => {
    reader.taken();
    listener.mayRead(new Set(['transfer', 'everything']));
    listener.hear([{ kind: 'api-key', id: 'key_1' }, transfer(1)]);
    listener.flush();
    expect(reader.taken()).toEqual([transfer(1)]);
  });

  it('says why it ends, and later to come back when it gave way; cuts off whoever is behind', () => {
    reader.text = '';
    listener.end('access-ended');
    expect(reader.text).toBe('event: end\ndata: {"because":"access-ended"}\n\n');
    reader.text = '';
    listener.end('too-many-streams');
    expect(reader.text).toBe('retry: 60000\nevent: end\ndata: {"because":"too-many-streams"}\n\n');
    reader.takes = false;
    listener.hear([transfer(1)]);
    listener.flush();
    reader.text = '';
    listener.end('shutting-down');
    expect([reader.text, reader.isCut]).toEqual(['', true]);
  });
});
