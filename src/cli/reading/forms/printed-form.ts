import type { ForeignForm } from '../../../domain/transfers/foreign/inspect-form.js';
import { type JsonObject, address, isObject, member, uint } from '../fields.js';
import { withKnownNames } from '../form-fields/field-names.js';
import { safeTxFields } from '../form-fields/safe-tx-fields.js';

const PRINTED = /^SafeTx - (safe=.*?)(?: - signers ?= ?\[.*\])?$/s;

/** A SafeTx of safe-eth-py as it prints itself, which leaves nonce, chain and signatures out; undefined if it is none. */
export function printedForm(text: string, nonce: bigint | null): ForeignForm | undefined {
  const printed = PRINTED.exec(text)?.[1];
  if (printed === undefined) return undefined;
  const pairs = printed.split(' - ').map((each) => [each.replace(/=.*$/s, ''), each.replace(/^[^=]*=/, '')]);
  const named = withKnownNames(Object.fromEntries(pairs) as JsonObject);
  const fields: JsonObject = isObject(named) ? named : {};
  return {
    transaction: safeTxFields({ ...fields, nonce: (nonce ?? 0n).toString() }, uint),
    isNonceUnknown: nonce === null,
    safe: member(fields, 'safe', address),
    remarks: ['it is a SafeTx as safe-eth-py prints it: without nonce, chain and signatures'],
  };
}
