import type { TypedDataParameter } from 'viem';
import { DomainError } from '../../../domain/errors.js';
import { namedForm, type NamedForm, NO_DIGESTS } from '../../../domain/transfers/foreign/inspect-form.js';
import { safeTxForm } from '../../../domain/transfers/foreign/safe-tx-form.js';
import { type TypedData, walletDigests } from '../../../domain/transfers/foreign/typed-data.js';
import type { KnownDigests, Proposal } from '../../../domain/transfers/inspect.js';
import type { SafeTxDigests } from '../../../domain/transfers/safe-tx-hash.js';
import { type JsonObject, address, isObject, list, member, object, optional, text, uint } from '../fields.js';
import type { LosslessJson } from '../read-json.js';
import { writtenJson } from '../plain-json.js';
import { chainNumber } from '../form-fields/claims.js';
import { messageName } from './places.js';
import { safeTxFields } from '../form-fields/safe-tx-fields.js';
import { readableCalls } from './unread-form.js';

/**
 * EIP-712 typed data, read by its own types and domain, as the wallet does that signs it. What is not exactly a SafeTx is
 * refused, with the digest that the wallet would sign: such a signature could move funds elsewhere (THREATS B03).
 */
export function typedDataForm(json: JsonObject): Proposal | NamedForm {
  if (isObject(json['message']) && isObject(json['value']) && !isSame(json['message'], json['value'])) {
    const reason =
      'it has a message and a value, which differ: some wallets sign the one, ethers signs the other';
    throw new DomainError('BODY_SCHEMA', reason);
  }
  const data = typedDataOf(json);
  const { fault, version, remarks } = safeTxForm(data);
  const signed = walletDigests(data);
  if (data.primaryType !== 'SafeTx') return { ...otherMessage(data, signed), ...callsIn(json) };
  const fields = fieldsIn(json);
  if (!fault && fields instanceof DomainError) throw fields;
  if (fields instanceof DomainError || signed === null) {
    const named = fault ?? {
      code: 'BODY_SCHEMA' as const,
      reason:
        'by EIP-712 this typed data has no hash: its values do not fit its types, or a type is not of the standard',
    };
    return namedForm(named, { digests: knownOf(signed), ...callsIn(json) });
  }
  return {
    transaction: fields.transaction,
    ...domainClaim(json),
    ...(version !== null && { version }),
    // Whatever release somebody names beside it: this is what a wallet signs that is handed this.
    walletDigests: signed,
    ...(fault && { formFaults: [{ verdict: 'REFUSE', refusal: fault }] }),
    remarks,
  };
}

function callsIn(object: JsonObject): Pick<NamedForm, 'calls' | 'remarks'> {
  return readableCalls([{ kind: 'typed-data', object, around: [], at: '' }]);
}

function isSame(one: JsonObject, other: JsonObject): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function otherMessage(data: TypedData, signed: SafeTxDigests | null): NamedForm {
  const { fault } = safeTxForm(data);
  if (!fault) throw new DomainError('INTERNAL', 'another type than SafeTx is always refused');
  return namedForm(fault, { digests: knownOf(signed) });
}

function knownOf(signed: SafeTxDigests | null): KnownDigests {
  if (!signed) return NO_DIGESTS;
  const { domainHash, messageHash, digest } = signed;
  return { ...NO_DIGESTS, domainHash, messageHash, eip712Digest: digest };
}

/** Ethers names the message `value`, and finds the primary type as the one that no other holds. */
function typedDataOf(json: JsonObject): TypedData {
  const types = Object.fromEntries(
    Object.entries(member(json, 'types', object)).map(([name, fields]) => [
      name,
      member({ [name]: fields }, name, list).map(parameterOf),
    ]),
  );
  const named = Object.keys(types).filter((name) => name !== 'EIP712Domain');
  const [only] = named;
  const primaryType =
    json['primaryType'] === undefined && named.length === 1 && only !== undefined
      ? only
      : member(json, 'primaryType', text);
  return {
    types,
    primaryType,
    domain: membersOf(json, 'domain'),
    message: membersOf(json, messageName(json)),
  };
}

function parameterOf(value: LosslessJson): TypedDataParameter {
  const field = object(value);
  return { name: member(field, 'name', text), type: member(field, 'type', text) };
}

function membersOf(json: JsonObject, name: string): TypedData['domain'] {
  return member(json, name, (value) =>
    Object.fromEntries(Object.entries(object(value)).map(([key, each]) => [key, writtenJson(each)])),
  );
}

/** The fields as a Safe transaction, where they are one. Nothing is filled in here: a wallet hashes what is written. */
function fieldsIn(json: JsonObject): Pick<Proposal, 'transaction'> | DomainError {
  try {
    const message = member(json, messageName(json), object);
    const absent = Object.keys(message).find((name) => message[name] === null);
    if (absent !== undefined)
      throw new DomainError('BODY_SCHEMA', `${absent}: it is null, which wallets hash differently`);
    member(message, 'to', address);
    return { transaction: safeTxFields(message, uint) };
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

function domainClaim(json: JsonObject): Pick<Proposal, 'safe' | 'chainId'> {
  const domain = member(json, 'domain', object);
  const chainId = optional(domain, 'chainId', chainNumber);
  const safe = optional(domain, 'verifyingContract', address);
  return { ...(safe !== undefined && { safe }), ...(chainId !== undefined && { chainId }) };
}
