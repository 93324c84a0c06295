import { type Hex, concat } from 'viem';
import { DomainError, refusal } from '../../../domain/errors.js';
import { type ForeignForm, namedForm } from '../../../domain/transfers/foreign/inspect-form.js';
import { parseHex } from '../../../domain/values/hex.js';
import { type JsonObject, anyUint, bytes32, isObject, member } from '../fields.js';
import { batchFileForm, isBatchFile } from './batch-file.js';
import { claimsOf } from './claims.js';
import { withKnownNames } from './field-names.js';
import { hexForm } from './hex-form.js';
import { linkForm } from './link-form.js';
import { listItems, listRemarks, severalForm } from './list-form.js';
import { type Place, placesIn } from './places.js';
import { safeTxFields } from './safe-tx-fields.js';
import { signaturesOf } from './signatures.js';
import { transactionForm } from './transaction-form.js';
import { accountTransactionForm, askedAccount, walletRequest, walletRequestForm } from './wallet-request.js';
import { type LosslessJson, readJson } from '../read-json.js';

/**
 * Reads a Safe transaction in any of the forms in which people pass them on, or names what it is.
 * @param nonce the Safe's next nonce, for forms that have none
 */
export function readForm(content: string, nonce: bigint | null): ForeignForm {
  const text = bareText(content);
  if (text.startsWith('0x')) return hexForm(hexOf(text), nonce);
  if (/^https?:\/\//i.test(text)) return linkForm(text);
  const json = readJson(text);
  return typeof json === 'string' ? readForm(quoted(json), nonce) : formOf(json, nonce);
}

/** What stands between the marks that editors and chats put around a text. */
function bareText(content: string): string {
  const text = content.replace(/^\ufeff/, '').trim();
  const fenced = /^```[A-Za-z0-9]*\r?\n([\s\S]*?)\r?\n```$/.exec(text)?.[1];
  return (fenced ?? text).trim();
}

/** A text in quotation marks: hex, a link, or JSON that was written as text. Only one such layer is read. */
function quoted(text: string): string {
  if (/^\s*(?:0x|https?:|[{[])/i.test(text)) return text;
  throw new DomainError('BODY_SCHEMA', 'expected an object, or calldata as 0x-hex');
}

/** The same of JSON that has been parsed. */
export function formOf(written: LosslessJson, nonce: bigint | null = null): ForeignForm {
  const json = withKnownNames(written);
  if (isObject(json) && isEvidence(json)) return namedForm(refusal('BODY_SCHEMA', EVIDENCE));
  const places = placesIn(json);
  const full = places.filter(({ kind }) => kind !== 'partial');
  const items = listItems(json);
  if (items && full.length > 1) return severalForm(full);
  if (full.length === 0) return otherForm(json, places, nonce);
  const form = transactionForm(places);
  const request = walletRequest(json);
  const remarks = [
    ...(items && isObject(json) ? listRemarks(json, items.length) : []),
    ...(request ? askedAccount(request) : []),
  ];
  return { ...form, remarks: [...(form.remarks ?? []), ...remarks] };
}

/** What holds no Safe transaction by its fields. */
function otherForm(json: LosslessJson, places: readonly Place[], nonce: bigint | null): ForeignForm {
  const request = walletRequest(json);
  if (request && isObject(json)) return walletRequestForm(request, json, nonce);
  const items = listItems(json);
  if (items?.length === 0)
    return namedForm(refusal('BODY_SCHEMA', 'the list is empty: it holds no transaction'));
  if (!isObject(json)) return otherList(places, nonce);
  if (isBatchFile(json)) return batchFileForm(json, nonce);
  if (isSummary(json)) return namedForm(refusal('BODY_SCHEMA', SUMMARY));
  if (json['domainHash'] !== undefined && json['messageHash'] !== undefined) return hashesForm(json);
  const [call, ...others] = places;
  if (call?.object['to'] !== undefined && others.length === 0 && isAccountTransaction(call.object)) {
    return accountTransactionForm(call.object, json, nonce);
  }
  const alone = json['to'] === undefined ? withoutTransaction(json) : undefined;
  if (alone !== undefined) return namedForm(refusal('BODY_SCHEMA', alone));
  // Names the first field that is missing.
  return { transaction: safeTxFields(json, anyUint) };
}

/** Sluice's own files say more than a transaction, and prove it. */
function isEvidence(json: JsonObject): boolean {
  return Array.isArray(json['acts']) && isObject(json['log']);
}

const EVIDENCE =
  'this is evidence of Sluice, or what its owners are asked to sign: see "sluice verify bundle" and "sluice verify request", which prove it';

function withoutTransaction(json: JsonObject): string | undefined {
  const { given } = claimsOf([json]);
  if (given.eip712Digest !== undefined) {
    return `it names the hash ${given.eip712Digest} and not the transaction: what was hashed cannot be seen from it`;
  }
  if (Object.keys(signaturesOf([json])).length === 0) return undefined;
  return 'it holds signatures and not their transaction: what was signed cannot be seen from them';
}

/** The two hashes that a device shows, without the transaction. */
function hashesForm(json: JsonObject): ForeignForm {
  const hashes = [member(json, 'domainHash', bytes32), member(json, 'messageHash', bytes32)];
  return hexForm(concat(['0x1901', ...hashes]), null);
}

function otherList(places: readonly Place[], nonce: bigint | null): ForeignForm {
  const [call, ...others] = places;
  if (call && others.length === 0) return accountTransactionForm(call.object, {}, nonce);
  throw new DomainError('BODY_SCHEMA', 'expected an object, or calldata as 0x-hex');
}

function isAccountTransaction(json: JsonObject): boolean {
  return ['from', 'gas', 'gasLimit', 'input', 'maxFeePerGas'].some((name) => json[name] !== undefined);
}

const SUMMARY =
  "this is a summary of Safe's interface, without the bytes of the transaction: what would be signed cannot be seen from it. Take the detail of one transaction";

function isSummary(json: JsonObject): boolean {
  const items = listItems(json)?.filter(isObject) ?? [json];
  return items.some(
    (item) =>
      isObject(item['txInfo']) || (isObject(item['transaction']) && isObject(item['transaction']['txInfo'])),
  );
}

function hexOf(written: string): Hex {
  try {
    return parseHex(written);
  } catch (cause) {
    throw new DomainError('BODY_SCHEMA', 'expected whole bytes as 0x-hex', [], { cause });
  }
}
