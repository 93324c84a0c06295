import { DomainError } from '../../domain/errors.js';
import { type JsonObject, isObject, member, object, optional, text } from './fields.js';

/**
 * The parts of EIP-712 typed data, found at the top or under `typedData`, under the names that the other forms use.
 * Typed data of any type but SafeTx is refused: such a signature could move funds elsewhere (THREATS B03).
 */
export function typedDataParts(json: JsonObject): JsonObject | undefined {
  const data = isObject(json['typedData']) ? json['typedData'] : json;
  if (!isObject(data['types']) && data['primaryType'] === undefined) return undefined;
  const primaryType = member(data, 'primaryType', text);
  if (primaryType !== 'SafeTx') {
    const reason = `it asks the owners to sign a ${primaryType}, a message and no Safe transaction: Sluice relays none`;
    throw new DomainError('MESSAGE_SIGNING', reason);
  }
  const domain = member(data, 'domain', object);
  const digests = isObject(json['digests']) ? json['digests'] : {};
  return {
    transaction: member(data, 'message', object),
    safe: domain['verifyingContract'] ?? null,
    chainId: domain['chainId'] ?? null,
    // A domain without a chain id is that of Safes before 1.3.0.
    version: optional(json, 'version', text) ?? (domain['chainId'] === undefined ? '1.1.1' : null),
    ...digests,
  };
}
