import { describe, expect, it } from '@jest/globals';
import { type Named, entryCalled, oneOf } from './names.js';

const [ADDRESS, OTHER] = [
  '0x1BcB8e569EedAb4668e55145Cfeaf190902d3CF2',
  '0x86d7Bf2B29B336b66768E8236571fE8d5b91d123',
];
const named = (id: string, name: string, address: string | null = null): Named => ({ id, name, address });
const book = [
  named('dst_1', 'Hot wallet 1', ADDRESS),
  named('dst_2', 'Hot wallet 2', OTHER),
  named('dst_3', 'twin'),
  named('dst_4', 'Twin'),
];

describe(oneOf.name, () => {
  it.each([['dst_1'], ['Hot wallet 1'], ['hot WALLET 1'], [ADDRESS]])('finds it by %s', (wanted) => {
    expect(oneOf('destination', book, wanted)).toBe(book[0]);
  });

  it('names the candidates where several are called so, and takes none: wrong usage', () => {
    const ambiguous = () => oneOf('destination', book, 'twin');
    expect(ambiguous).toThrow(
      expect.objectContaining({ exitCode: 2, lines: ['  dst_3  twin', '  dst_4  Twin'] }),
    );
    expect(oneOf('destination', book, 'dst_4').name).toBe('Twin');
  });

  it.each([
    ['a part of a name', 'Hot wallet', /is Hot wallet \d meant/],
    ['another name', 'Treasury', /there are Hot wallet 1, Hot wallet 2/],
    ['an address that is not in the book', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', /no destination/],
  ])('takes %s for nothing: not found', (_name, wanted, words) => {
    const asking = () => oneOf('destination', book, wanted);
    expect(asking).toThrow(words);
    expect(asking).toThrow(expect.objectContaining({ exitCode: 10 }));
  });

  it('repairs no checksum', () => {
    expect(() => oneOf('destination', book, ADDRESS.toLowerCase())).toThrow(
      expect.objectContaining({ exitCode: 2 }),
    );
  });

  it('says so where there is none at all', () => {
    expect(() => oneOf('Safe', [], 'Cold 1')).toThrow(/there is none/);
  });
});

describe(entryCalled.name, () => {
  it('says of an address that no entry has how it comes into the book', () => {
    const asking = () => entryCalled(book, '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed');
    expect(asking).toThrow(/is not in the address book; .*sluice change propose destination/);
    expect(asking).toThrow(expect.objectContaining({ exitCode: 10 }));
  });

  it('finds an entry by its address, and a mistyped name by those there are', () => {
    expect(entryCalled(book, OTHER)).toBe(book[1]);
    expect(() => entryCalled(book, 'Treasury')).toThrow(/there are Hot wallet 1/);
  });
});
