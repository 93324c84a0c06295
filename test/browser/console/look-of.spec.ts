import { expect, it } from '@jest/globals';
import { changesOf } from './look-of.js';

const KEPT = [
  'Limits',
  '---',
  'h1 Limits, start',
  'p, start, below 4',
  'table, start, below',
  'p, start, below 12',
];

it.each([
  ['nothing', KEPT, []],
  ['a few pixels', KEPT.with(3, 'p, start, below 7'), []],
  ['a distance', KEPT.with(3, 'p, start, below 12'), ['was: p, start, below 4', 'is: p, start, below 12']],
  ['a word', KEPT.with(0, 'Limit'), ['was: Limits', 'is: Limit']],
  ['a part that is gone', KEPT.toSpliced(4, 1), ['was: table, start, below']],
  ['one of two that are alike', [...KEPT, 'p, start, below 4'], ['is: p, start, below 4']],
  [
    'an order',
    [...KEPT.slice(0, 3), ...KEPT.slice(4), ...KEPT.slice(3, 4)],
    ['has the same lines in another order, from: table, start, below'],
  ],
])('a look is other by %s', (_, look, changes) => {
  expect(changesOf(look, KEPT)).toEqual(changes);
});
