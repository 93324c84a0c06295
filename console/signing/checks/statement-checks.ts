import { type TypedDataDefinition, hashTypedData } from 'viem';
import { type Statement, statementDigest, statementJson } from '../../../src/domain/signatures/statement.js';
import { type Json, canonicalJson } from '../../../src/domain/values/canonical-json.js';
import type { Signable } from '../signer.js';
import type { Check } from './check.js';

/** Typed data and digest as the gateway asks for them. */
export interface Served {
  readonly typedData: Readonly<Record<string, unknown>>;
  readonly digest: string;
}

/** What is given to a key: always what was made here, never what was served. */
export function signableOf(statement: Statement): Signable {
  return {
    typedData: statementJson(statement) as Signable['typedData'],
    digest: statementDigest(statement),
  };
}

/** A statement that was made here beside the one that is asked for, member by member, and by two implementations of EIP-712. */
export function statementChecks(statement: Statement, served: Served): readonly Check[] {
  const { typedData, digest } = signableOf(statement);
  return [
    ...memberChecks('', typedData, served.typedData),
    { what: 'EIP-712 Digest', computed: digest, sent: served.digest },
    {
      what: 'EIP-712 Digest, by a second implementation',
      computed: digest,
      sent: hashTypedData(typedData as unknown as TypedDataDefinition),
    },
  ];
}

const PARTS = ['domain', 'message'];

/** Domain and message member by member, so that a difference is named by where it is. */
export function memberChecks(
  path: string,
  made: Readonly<Record<string, Json>>,
  sent: Readonly<Record<string, unknown>>,
): readonly Check[] {
  const names = new Set([...Object.keys(made), ...Object.keys(sent)]);
  return [...names].flatMap((name) => {
    const [computed, other] = [made[name], sent[name]];
    const isPart = path === '' && PARTS.includes(name) && isRecord(computed) && isRecord(other);
    if (isPart) return memberChecks(`${name}.`, computed, other);
    return [{ what: `${path}${name} of the typed data`, computed: text(computed), sent: text(other) }];
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  if (value === undefined) return 'missing';
  return typeof value === 'string' ? value : canonicalJson(value as Json);
}
