import { describe, expect, it } from '@jest/globals';
import { labelSkeleton } from './label.js';

describe(labelSkeleton.name, () => {
  it.each([
    ['Hot wallet 1', 'hot WALLET l'],
    ['Hot wallet 1', 'Hot-wallet I'],
    ['Hot 10', 'Hot lO'],
    ['Hot 10', 'Hot 1.0'],
    ['Kraken deposit', 'Krak en  deposit'],
    ['Fern', 'Fem'],
    ['Savvy', 'Sawy'],
    ['Cleared', 'deared'],
    ['A (B)', 'ab'],
  ])('C05: calls %j and %j the same', (one, other) => {
    expect(labelSkeleton(one)).toBe(labelSkeleton(other));
  });

  it.each([
    ['Hot wallet 1', 'Hot wallet 2'],
    ['Hot wallet 1', 'Hot wallet 11'],
    ['Kraken', 'Krakem'],
    ['Cold 1', 'Hot 1'],
  ])('tells %j from %j', (one, other) => {
    expect(labelSkeleton(one)).not.toBe(labelSkeleton(other));
  });
});
