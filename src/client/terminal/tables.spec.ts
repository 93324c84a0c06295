import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitted } from './fitted.js';
import { rowsText, tableText } from './tables.js';

const ADDRESS = '0x95A71803E7165a5d587e3Fc174C1fECB8416E1dC';
const ID = 'tr_01a22dc0-e975-71d9-b38d-828710184c98';
const SENTENCE = `Send 13.377 ETH from Cold 1 (${ADDRESS}) to Quiet wallet, reference: Wombat seventeen`;

describe(fitted.name, () => {
  it('goes on beneath a value, and cuts neither an address nor an amount from its symbol', () => {
    const rows = rowsText([
      { name: 'Transfer', value: ID },
      { name: 'What', value: SENTENCE },
    ]);
    expect(fitted(rows, undefined)).toBe(rows);
    expect(fitted(rows, 60).split('\n')).toEqual([
      `Transfer  ${ID}`,
      'What      Send 13.377 ETH from Cold 1',
      `          (${ADDRESS}) to`,
      '          Quiet wallet, reference: Wombat seventeen',
    ]);
    expect(fitted(rows, 20).split('\n')).toEqual(
      expect.arrayContaining(['What      Send', '          13.377 ETH', `          (${ADDRESS})`]),
    );
    expect(fitted('one two three', 3)).toBe('one\ntwo\nthree');
  });

  it('loses no word and joins none, and is no wider but for a word that is', () => {
    const words = fc.array(fc.stringMatching(/^[a-z0-9]{1,12}$/), { minLength: 1 });
    fc.assert(
      fc.property(words, fc.integer({ min: 24, max: 60 }), (given, columns) => {
        const text = fitted(rowsText([{ name: 'What', value: given.join(' ') }]), columns);
        expect(text.split(/\s+/)).toEqual(['What', ...given]);
        const longest = Math.max(...given.map((each) => each.length), 0) * 2 + 1;
        for (const line of text.split('\n'))
          expect(line.length).toBeLessThanOrEqual(Math.max(columns, 6 + longest));
      }),
    );
  });
});

describe(tableText.name, () => {
  const heads = ['Transfer', 'State', 'Amount', 'Says'];
  const lines = [
    [ID, 'relayed', '13.377 ETH', SENTENCE],
    [ID, 'cancelled', '2 ETH', 'Burnt'],
  ];

  it('is one line each where no terminal is narrower', () => {
    for (const columns of [undefined, 200])
      expect(tableText(heads, lines, columns).split('\n')).toEqual([
        `${'Transfer'.padEnd(41)}State      Amount      Says`,
        `${ID}  relayed    13.377 ETH  ${SENTENCE}`,
        `${ID}  cancelled  2 ETH       Burnt`,
      ]);
  });

  it('goes on below with whole cells, each beneath its head, and breaks a sentence between words', () => {
    expect(tableText(heads, lines, 64).split('\n')).toEqual([
      `${'Transfer'.padEnd(41)}State      Amount`,
      '  Says',
      `${ID}  relayed    13.377 ETH`,
      '  Send 13.377 ETH from Cold 1',
      `  (${ADDRESS}) to Quiet wallet,`,
      '  reference: Wombat seventeen',
      `${ID}  cancelled  2 ETH`,
      '  Burnt',
    ]);
    expect(tableText(heads, lines, 30).split('\n').slice(3, 6)).toEqual([
      ID,
      '  relayed    13.377 ETH',
      '  Send 13.377 ETH from Cold 1',
    ]);
  });
});
