import { describe, expect, it } from '@jest/globals';
import { keyAct } from '../../console/frame/keys/key-acts.js';
import { lettersOf, navigationOf } from '../../console/frame/navigation.js';

const pages = { h: '/', t: '/transfers', n: '/nowhere' };
const pressed = (key: string, at = 0, isModified = false) => ({ key, at, isModified });

describe(keyAct.name, () => {
  it('reads single letters', () => {
    expect(keyAct(pressed('/'), null, pages)).toEqual({ kind: 'search' });
    expect(keyAct(pressed('n'), null, pages)).toEqual({ kind: 'new' });
    expect(keyAct(pressed('k'), null, pages)).toEqual({ kind: 'row', by: -1 });
    expect(keyAct(pressed('?'), null, pages)).toEqual({ kind: 'help' });
    expect(keyAct(pressed('t'), null, pages)).toBeUndefined();
  });

  it('does nothing with a modifier, whatever the letter', () => {
    for (const key of ['/', 'n', 'j', 'g', '?'])
      expect(keyAct(pressed(key, 0, true), null, pages)).toBeUndefined();
    expect(keyAct(pressed('t', 1, true), 0, pages)).toBeUndefined();
  });

  it('reads two letters that come together, of pages that there are', () => {
    expect(keyAct(pressed('g'), null, pages)).toEqual({ kind: 'go' });
    expect(keyAct(pressed('t', 1_400), 0, pages)).toEqual({ kind: 'go to', to: '/transfers' });
    expect(keyAct(pressed('n', 1_400), 0, pages)).toEqual({ kind: 'go to', to: '/nowhere' });
    expect(keyAct(pressed('t', 1_600), 0, pages)).toBeUndefined();
    expect(keyAct(pressed('n', 1_600), 0, pages)).toEqual({ kind: 'new' });
    expect(keyAct(pressed('x', 10), 0, pages)).toBeUndefined();
  });

  it('takes no name of what every object has for a letter', () => {
    for (const key of ['constructor', 'toString', '__proto__'])
      expect(keyAct(pressed(key), 0, pages)).toBeUndefined();
  });
});

it('leads by letters to pages that stand in the navigation, each by its own', () => {
  const letters = lettersOf(['operator']);
  const places = navigationOf(['operator']).flatMap(({ items }) => items.map(({ to }) => to));
  expect(letters).toMatchObject({ h: '/', t: '/transfers', l: '/limits', c: '/changes' });
  expect(places).toEqual(expect.arrayContaining(Object.values(letters)));
  expect(new Set(Object.values(letters)).size).toBe(Object.keys(letters).length);
});
