import { DomainError, refusal } from '../../../domain/errors.js';
import { type NamedForm, namedForm } from '../../../domain/transfers/foreign/inspect-form.js';
import { parseChainAddress } from '../../../domain/values/chain-address.js';
import { gatewayId } from '../form-fields/claims.js';

/** A link, such as Safe's interface gives. It is named and never fetched: nothing here opens a socket. */
export function linkForm(text: string): NamedForm {
  const query = new Map(
    [...text.matchAll(/[?&]([A-Za-z]+)=([^&#\s]*)/g)].map(([, name = '', value = '']) => [name, value]),
  );
  const parts = [...safeWords(decoded(query.get('safe'))), ...idWords(decoded(query.get('id')), text)];
  const named = parts.length === 0 ? '' : ` It names ${parts.join(', ')}.`;
  const reason = `this is a link, and is not fetched: what stands there may change.${named} Save the transaction as JSON, from GET /api/v1/multisig-transactions/<safeTxHash>/ of the Transaction Service, and inspect the file`;
  return namedForm(refusal('BODY_SCHEMA', reason));
}

function safeWords(safe: string | undefined): readonly string[] {
  if (safe === undefined) return [];
  try {
    const { address, chainId } = parseChainAddress(safe);
    return [`the Safe ${address}`, ...(chainId === null ? [] : [`chain ${String(chainId)}`])];
  } catch (error) {
    if (error instanceof DomainError) return [`a Safe that cannot be read (${error.message})`];
    throw error;
  }
}

function idWords(id: string | undefined, text: string): readonly string[] {
  const hash = idHash(id) ?? /multisig-transactions\/(0x[0-9a-fA-F]{64})/.exec(text)?.[1];
  return hash === undefined ? [] : [`the safeTxHash ${hash.toLowerCase()}`];
}

function idHash(id: string | undefined): string | undefined {
  if (id !== undefined && /^0x[0-9a-fA-F]{64}$/.test(id)) return id;
  try {
    return gatewayId(id)?.safeTxHash;
  } catch (error) {
    if (error instanceof DomainError) return undefined; // no hash can be read from it
    throw error;
  }
}

function decoded(value: string | undefined): string | undefined {
  return value?.replaceAll(/%3a/gi, ':');
}
