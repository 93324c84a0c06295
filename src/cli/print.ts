import type { Fault } from '../domain/errors.js';
import type { Line } from '../domain/evidence/line.js';
import type { Inspection, KnownDigests } from '../domain/transfers/inspect.js';
import type { VectorResult } from './vectors.js';

// The names of ERC-8213, as hardware wallets and independent tools show them.
const DIGEST_NAMES = {
  domainHash: 'Domain Hash',
  messageHash: 'Message Hash',
  eip712Digest: 'EIP-712 Digest',
  calldataDigest: 'Calldata Digest',
} as const;

export function inspectionText({ verdict, code, reason, digests, notChecked }: Inspection): string {
  const head = code === null ? verdict : `${verdict} ${code}`;
  const gaps =
    notChecked.length === 0 ? [] : ['', 'Not checked:', ...notChecked.map((each) => `  - ${shown(each)}`)];
  return [head, shown(reason), '', digestsText(digests), ...gaps].join('\n');
}

export function digestsText(digests: KnownDigests): string {
  const names = Object.keys(DIGEST_NAMES) as (keyof typeof DIGEST_NAMES)[];
  return names
    .map(
      (name) =>
        `${DIGEST_NAMES[name].padEnd(16)} ${digests[name] ?? 'not known: it depends on Safe, chain and nonce'}`,
    )
    .join('\n');
}

export function vectorLine({ id, verdict, code, reason, isMatch, owed }: VectorResult): string {
  const got = `${verdict} ${code}`.trim();
  const mark = isMatch ? 'ok      ' : 'MISMATCH';
  return shown(`${mark} ${id.padEnd(14)} ${got}${isMatch ? '' : `, owed ${owed}`}: ${reason}`);
}

/** A fault with the place of it, as RFC 6901 writes it; the whole file has no name. */
export function faultLine({ pointer, detail }: Pick<Fault, 'pointer' | 'detail'>): string {
  return shown(`  ${pointer === '' ? '(the whole)' : pointer}: ${detail}`);
}

/** One answer of the verifier of evidence: a part of the file is named where something of it is not proven. */
export function evidenceLine({ check, ok, words, part }: Line): string {
  const mark = ok === true ? 'proved    ' : ok === false ? 'FAILED    ' : 'not proved';
  return shown(`${mark}  ${check.padEnd(13)}  ${words}${ok === true || part === '' ? '' : ` (${part})`}`);
}

/** Texts of a file may hold what a terminal obeys (THREATS B15, H19): it is shown, not obeyed. */
export function shown(line: string): string {
  return line.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
