/** What a node's refusal of bytes means. */
export type WordsKind =
  /** It has them: no refusal. */
  | 'known'
  /** The account nonce is used: the chain says by what. */
  | 'spent'
  /** It has other bytes of this account nonce, or wants more for any: they must offer more. */
  | 'underpriced'
  /** The block asks more than the bytes offer. */
  | 'base-fee'
  | 'funds'
  | 'other';

const MOST_WORDS = 200;

// In this order: "replacement transaction underpriced" names no base fee, and "already known" may stand beside a code.
// geth and reth: core/txpool/errors.go; erigon: txpoolcfg's reasons; nethermind: AcceptTxResult; besu:
// TransactionInvalidReason in words and in JSON-RPC names; anvil: PoolError and InvalidTransactionError.
const MEANINGS: readonly (readonly [WordsKind, RegExp])[] = [
  ['known', /already[ _]?(known|imported|exists)|known transaction|existing tx with same hash/i],
  ['spent', /nonce[ _](is[ _])?too[ _]low|old[ _]?nonce|nonce( [0-9]+)? below/i],
  [
    'funds',
    /insufficient[ _]?(funds|balance|eth)|up-?front[ _]cost|exceeds[ _](the[ _])?([a-z]+[ _]){0,3}balance|balance[ _]too[ _]low/i,
  ],
  [
    'base-fee',
    /(block'?s?|current)[ _]base[ _]?fee|below[ _](current[ _])?base[ _]?fee|(max|fee)[ _]?fee[ _]?per[ _]?gas[ _](is[ _])?(too[ _]low|less)|base[ _]?fee[ _]exceeds/i,
  ],
  [
    'underpriced',
    /under[ _]?priced|replacement[ _]?not[ _]?allowed|fee[ _]?too[ _]?low|gas[ _]?price[ _](is[ _])?(too[ _]low|below)|could not replace/i,
  ],
];

/** A node's own words, fit to be stored and shown: one line, cut, without addresses that may hold an access key. */
export function cleanWords(text: string): string {
  const plain = text
    .replace(/[a-z][a-z0-9+.-]*:\/\/\S*/gi, '(a URL)')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const cut = Array.from(plain).slice(0, MOST_WORDS).join('');
  return cut === '' ? '(no words)' : cut;
}

export function meaningOf(words: string): WordsKind {
  return MEANINGS.find(([, form]) => form.test(words))?.[0] ?? 'other';
}

/** True if two refusals say the same, whatever numbers they name: a base fee is another one in each block. */
export function isAlike(one: string, other: string): boolean {
  return bare(one) === bare(other);
}

function bare(words: string): string {
  return words.replace(/0x[0-9a-f]+|[0-9]+/gi, '#');
}
