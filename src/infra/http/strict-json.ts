import { DomainError, FAULTS_MAX } from '../../domain/errors.js';
import type { Json } from '../../domain/values/canonical-json.js';
import { jsonPointer } from '../../domain/values/json-pointer.js';
import { type JsonReader, readJsonText } from '../../domain/values/json-text.js';

export const BODY_BYTES_MAX = 64 * 1024;

const BODY: JsonReader<number> = {
  depthMax: 16,
  words: {
    tooDeep: 'the body nests deeper than 16 levels',
    notJson: 'the body is not one JSON value (RFC 8259)',
  },
  /** Numbers in Sluice's API are small integers; amounts are strings (invariant 22, THREATS D02). */
  number(written, fault) {
    const value = Number(written);
    if (!Number.isSafeInteger(value) || String(value) !== written)
      fault('BODY_SCHEMA', 'numbers are whole, at most 2^53 - 1, and written plainly');
    return value;
  },
};

/**
 * Parses a request body so that no two parsers can disagree about it: UTF-8, bounded, no duplicate keys, no number that
 * JavaScript would round. Every refusal points to the member.
 */
export function parseStrictJson(bytes: Uint8Array): Json {
  if (bytes.byteLength > BODY_BYTES_MAX)
    throw new DomainError('BODY_TOO_LARGE', 'the body is larger than 64 KiB');
  const { value, faults: found } = readJsonText(decode(bytes), BODY);
  const faults = found.map(({ path, ...fault }) => ({ pointer: jsonPointer(path), ...fault }));
  const [first] = faults;
  if (first) {
    const code = faults.some((fault) => fault.code === 'BODY_DUPLICATE_KEY')
      ? 'BODY_DUPLICATE_KEY'
      : first.code;
    throw new DomainError(code, first.detail, faults.slice(0, FAULTS_MAX));
  }
  return value;
}

function decode(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.startsWith('\uFEFF')) return text;
  } catch (error) {
    throw new DomainError('BODY_NOT_JSON', 'the body is not UTF-8', [], { cause: error });
  }
  throw new DomainError('BODY_NOT_JSON', 'the body starts with a byte order mark');
}
