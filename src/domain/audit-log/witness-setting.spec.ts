import { describe, expect, it } from '@jest/globals';
import { MalformedLogText } from './malformed.js';
import { seedSigner } from './note-signer.js';
import { printVerifierKey } from './verifier-key.js';
import { parseWitnesses } from './witness-setting.js';

const vkey = (name: string, seed: number): string =>
  printVerifierKey(seedSigner('cosignature-v1', name, new Uint8Array(32).fill(seed)).key);
const [one, two] = [vkey('one.example/w', 1), vkey('two.example/w', 2)];

describe(parseWitnesses.name, () => {
  it('is nobody when nothing is said', () => {
    expect(parseWitnesses('  ')).toBeNull();
  });

  it('takes keys with URLs, all of which must cosign', () => {
    const policy = parseWitnesses(`${one}@https://one.example/w, ${two}@http://127.0.0.1:81`);
    expect(policy?.witnesses.map(({ key, url }) => [key.name, url])).toEqual([
      ['one.example/w', 'https://one.example/w'],
      ['two.example/w', 'http://127.0.0.1:81'],
    ]);
    expect(policy?.groups).toEqual([{ name: 'every', threshold: 2, members: ['w1', 'w2'] }]);
  });

  it('takes the text of a policy', () => {
    const text = `witness a ${one} https://one.example\nwitness b ${two} https://two.example\ngroup g any a b\nquorum g`;
    expect(parseWitnesses(text)).toMatchObject({ quorum: 'g', groups: [{ threshold: 1 }] });
  });

  it.each([
    ['no URL', one],
    ['a broken key', `${one.replace('+', '-')}@https://one.example`],
    ['one key twice', `${one}@https://one.example,${one}@https://two.example`],
    ['a policy that asks nobody', `witness a ${one} https://one.example\nquorum none`],
    ['a policy without URLs', `witness a ${one}\nquorum a`],
  ])('invariant 6: refuses %s', (_name, text) => {
    expect(() => parseWitnesses(text)).toThrow(MalformedLogText);
  });
});
