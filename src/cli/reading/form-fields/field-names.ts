import { DomainError } from '../../../domain/errors.js';
import { type JsonObject, isObject } from '../fields.js';
import { type LosslessJson, NumberText } from '../read-json.js';

// The names by which the other readers here know a member.
const NAMES: ReadonlyMap<string, string> = new Map(
  [
    ...['to', 'value', 'data', 'operation', 'safeTxGas', 'baseGas', 'dataGas', 'gasPrice', 'gasToken'],
    ...['refundReceiver', 'nonce', 'safe', 'safeAddress', 'verifyingContract', 'chainId', 'safeVersion'],
    ...['safeTxHash', 'contractTransactionHash', 'safeTransactionHash', 'eip712Digest', 'domainHash'],
    ...['domainSeparator', 'messageHash', 'structHash', 'calldataDigest', 'dataDecoded', 'decodedData'],
    ...['signature', 'signatures', 'confirmations', 'sender', 'senderAddress', 'senderSignature', 'owner'],
    ...['signer', 'signerAddress', 'transfers', 'txInfo', 'txData', 'isExecuted', 'submissionDate'],
    ...['detailedExecutionInfo', 'safeTransactionData', 'hexData', 'valueDecoded', 'tokenAddress'],
    ...['version', 'contractVersion', 'safeContractVersion', 'implementationVersion', 'singletonVersion'],
    ...['masterCopyVersion'],
  ].map((name) => [name.toLowerCase(), name]),
);

// Other words for the same member: safe-eth-py's, and older kits'.
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['safenonce', 'nonce'],
  ['safetxnonce', 'nonce'],
  ['txnonce', 'nonce'],
  ['toaddress', 'to'],
  ['operationtype', 'operation'],
  ['safetxnhash', 'safeTxHash'],
  ['eip712hash', 'eip712Digest'],
]);

/**
 * The same JSON with members under the names that are known here: tools of Python write safe_tx_gas, others SafeTxGas.
 * What is left under a name of its own would be passed over. Typed data stays as it is, for its names are signed.
 */
export function withKnownNames(json: LosslessJson): LosslessJson {
  if (Array.isArray(json)) return (json as readonly LosslessJson[]).map(withKnownNames);
  if (!isObject(json)) return json;
  const number = wrappedNumber(json);
  if (number !== undefined) return number;
  const signed = isTypedData(json) ? SIGNED_MEMBERS : undefined;
  const known = new Map<string, LosslessJson>();
  for (const [written, value] of Object.entries(json)) {
    const name = knownName(asciiName(written));
    const read = signed?.has(written) === true ? value : withKnownNames(value);
    const before = known.get(name);
    if (before !== undefined && said(before) !== said(read)) {
      const reason = `${name}: it is there under two names (${written}), which say different things`;
      throw new DomainError('BODY_SCHEMA', reason);
    }
    known.set(name, before ?? read);
  }
  return Object.fromEntries(known);
}

const SIGNED_MEMBERS = new Set(['types', 'domain', 'message', 'value']);

/** Whether a wallet could take it for EIP-712 typed data. */
export function isTypedData(json: JsonObject): boolean {
  if (isObject(json['types'])) return true;
  return isObject(json['message']) && (json['primaryType'] !== undefined || isObject(json['domain']));
}

/** "оperation" with a Cyrillic letter is passed over by readers, and taken for the field by people. */
function asciiName(written: string): string {
  const other = /[^\x20-\x7e]/u.exec(written)?.[0];
  if (other === undefined) return written;
  const point = (other.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const reason = `the name of a member has a letter beyond ASCII (U+${point} in "${written}"), and may look like another`;
  throw new DomainError('BODY_SCHEMA', reason);
}

function knownName(written: string): string {
  const bare = written.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
  return NAMES.get(bare) ?? OTHER_NAMES.get(bare) ?? written;
}

/** A large number as JavaScript's libraries write it: ethers v5, its older form, and wagmi. */
function wrappedNumber(json: JsonObject): string | undefined {
  const held =
    json['type'] === 'BigNumber'
      ? json['hex']
      : json['_isBigNumber'] === true
        ? json['_hex']
        : json['__type'] === 'bigint'
          ? json['value']
          : Object.keys(json).length === 1
            ? json['$bigint']
            : undefined;
  return typeof held === 'string' ? held : undefined;
}

/** Two values that say the same, a number in digits or as text. */
function said(value: LosslessJson): string {
  return JSON.stringify(value, (_, each: unknown) => (each instanceof NumberText ? each.text : each));
}
