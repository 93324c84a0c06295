import { type Hex, concat } from 'viem';
import { DomainError, refusal } from '../../../domain/errors.js';
import { type ForeignForm, namedForm } from '../../../domain/transfers/foreign/inspect-form.js';
import { parseHex } from '../../../domain/values/hex.js';
import { type JsonObject, anyUint, bytes32, isObject, member } from '../fields.js';
import { batchFileForm, isBatchFile } from './batch-file.js';
import { claimsOf } from '../form-fields/claims.js';
import { withKnownNames } from '../form-fields/field-names.js';
import { execForm, hexForm } from './hex-form.js';
import { listItems, listRemarks, severalForm } from './list-form.js';
import { type Place, placesIn } from './places.js';
import { printedForm } from './printed-form.js';
import { SAFE_TX_NAMES, safeTxFields } from '../form-fields/safe-tx-fields.js';
import { signaturesOf } from './signatures.js';
import { WHAT_IS_READ, textForm } from './text-form.js';
import { transactionForm } from './transaction-form.js';
import { readableCalls, unreadForm } from './unread-form.js';
import {
  accountTransactionForm,
  askedAccount,
  executesSafeTransaction,
  isCallsRequest,
  sentCallsForm,
  signedMessages,
  walletRequest,
  walletRequestForm,
} from './wallet-request.js';
import { type LosslessJson, readJson } from '../read-json.js';

/**
 * Reads a Safe transaction in any of the forms in which people pass them on, or names what it is.
 * @param nonce the Safe's next nonce, for forms that have none
 */
export function readForm(content: string, nonce: bigint | null): ForeignForm {
  const text = bareText(content);
  if (text.startsWith('0x')) return hexForm(hexOf(text), nonce);
  const named = isJson(text) ? undefined : (printedForm(text, nonce) ?? textForm(text));
  if (named) return named;
  const json = readJson(text);
  return typeof json === 'string' ? readForm(quoted(json), nonce) : formOf(json, nonce);
}

/** Whether it is JSON in its outer form, of which the strict reader then says what is wrong. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
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
  let json = written;
  try {
    json = withKnownNames(written);
    return wholeForm(json, nonce);
  } catch (error) {
    if (error instanceof DomainError) return unreadForm(error, placesOrNone(json));
    throw error;
  }
}

/** Where a text within cannot be read either, nothing more is shown. */
function placesOrNone(json: LosslessJson): readonly Place[] {
  try {
    return placesIn(json);
  } catch (error) {
    if (error instanceof DomainError) return [];
    throw error;
  }
}

function wholeForm(json: LosslessJson, nonce: bigint | null): ForeignForm {
  if (isObject(json) && isEvidence(json)) return namedForm(refusal('BODY_SCHEMA', EVIDENCE));
  const asked = signedMessages(json);
  if (asked) return walletRequestForm(asked, {}, nonce);
  if (isSafeMessage(json)) return namedForm(refusal('MESSAGE_SIGNING', SAFE_MESSAGE));
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

/** A message as the Transaction Service keeps it: owners sign the hash of a SafeMessage around it. */
function isSafeMessage(json: LosslessJson): boolean {
  const items = listItems(json) ?? [json];
  return items.some(
    (item) =>
      isObject(item) &&
      item['message'] !== undefined &&
      ['safeAppId', 'proposedBy', 'preparedSignature', 'safeMessageHash'].some((name) => name in item),
  );
}

const SAFE_MESSAGE =
  'it asks the owners to sign a message in the name of the Safe, and no Safe transaction, whatever the message holds: Sluice relays none';

/** What holds no Safe transaction by its fields. */
function otherForm(json: LosslessJson, places: readonly Place[], nonce: bigint | null): ForeignForm {
  const [executing] = places;
  if (executing !== undefined && places.length === 1 && executesSafeTransaction(executing.object)) {
    return accountTransactionForm(executing.object, isObject(json) ? json : {}, nonce);
  }
  const request = walletRequest(json);
  if (request && isObject(json)) return walletRequestForm(request, json, nonce);
  if (executing?.calldata !== undefined && places.length === 1) {
    const form = execForm(executing.calldata, nonce);
    const { safe, chainId } = claimsOf(executing.around).claim;
    const remark = `the calldata of execTransaction under ${executing.at} names no Safe: to which one it goes is not read`;
    return {
      ...form,
      remarks: [...(form.remarks ?? []), remark],
      ...('transaction' in form && { safe, chainId }),
    };
  }
  const items = listItems(json);
  if (items?.length === 0)
    return namedForm(refusal('BODY_SCHEMA', 'the list is empty: it holds no transaction'));
  if (!isObject(json)) return otherList(places, nonce);
  if (isCallsRequest(json)) return sentCallsForm(json);
  if (isBatchFile(json)) return batchFileForm(json, nonce);
  if (isSummary(json)) return namedForm(refusal('BODY_SCHEMA', SUMMARY));
  if (json['domainHash'] !== undefined && json['messageHash'] !== undefined) return hashesForm(json);
  if (typeof json['module'] === 'string' && 'moduleTransactionId' in json)
    return namedForm(refusal('BODY_SCHEMA', MODULE), readableCalls(places));
  const [call, ...others] = places;
  if (call?.object['to'] !== undefined && others.length === 0 && isAccountTransaction(call.object)) {
    return accountTransactionForm(call.object, json, nonce);
  }
  const isCall = places.some(({ object: held }) => held['to'] !== undefined);
  const alone = isCall ? undefined : withoutTransaction(json);
  if (alone !== undefined) return namedForm(refusal('BODY_SCHEMA', alone));
  if (places.length === 0 && json['to'] === undefined)
    return namedForm(refusal('BODY_SCHEMA', nothingWords(json)));
  // Names the first field that is missing.
  return { transaction: safeTxFields(others.length === 0 && call ? call.object : json, anyUint) };
}

const MODULE =
  'this is a transaction of a module, which acts for the Safe without its owners: nobody signs it, and Sluice sends from no Safe with modules';

function nothingWords(json: JsonObject): string {
  const names = Object.keys(json).slice(0, NAMES_SHOWN).join(', ');
  const told = [json['detail'], json['message'], json['error']].find((each) => typeof each === 'string');
  const words = typeof told === 'string' ? `. It says: "${told.slice(0, TOLD_SHOWN)}"` : '';
  const held = names === '' ? 'it is an empty object' : `its members are ${names}`;
  return `it holds no Safe transaction, for "to" is missing: ${held}${words}. Bring ${WHAT_IS_READ}`;
}

const NAMES_SHOWN = 12;
const TOLD_SHOWN = 200;

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

const CALL: ReadonlySet<string> = new Set(['to', 'value', 'data']);

function isAccountTransaction(json: JsonObject): boolean {
  const isNamed = ['from', 'gas', 'gasLimit', 'input', 'maxFeePerGas'].some(
    (name) => json[name] !== undefined,
  );
  // A call alone, such as a Safe app makes it, has nothing of a Safe in it.
  return isNamed || SAFE_TX_NAMES.every((name) => CALL.has(name) || json[name] === undefined);
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
    // A terminal breaks long bytes into lines, which changes none of them.
    return parseHex(written.replaceAll(/\s+/g, ''));
  } catch (cause) {
    const isCut = /…|\.\.\./.test(written);
    const reason = isCut ? 'the bytes are cut ("…"): bring all of them' : 'expected whole bytes as 0x-hex';
    throw new DomainError('BODY_SCHEMA', reason, [], { cause });
  }
}
