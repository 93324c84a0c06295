import type { TypedDataParameter } from 'viem';
import { type Refusal, refusal } from '../../errors.js';
import { DOMAIN_FIELDS, SAFE_TX_FIELDS } from '../safe-tx-hash.js';
import { type TypedData, domainType, emptyDomainDigest, walletDigests } from './typed-data.js';

/** What typed data is, beside a Safe transaction of today. */
export interface SafeTxForm {
  /** Why it is no SafeTx that a Safe of Sluice would execute; null if it is exactly that. */
  readonly fault: Refusal | null;
  /** The release whose Safes execute it, where its form is that of an old one. */
  readonly version: string | null;
  readonly remarks: readonly string[];
}

const [, ...OLD_DOMAIN] = DOMAIN_FIELDS;
const OLD_SAFE_TX = SAFE_TX_FIELDS.map(({ name, type }) => ({
  name: name === 'baseGas' ? 'dataGas' : name,
  type,
}));

/**
 * Whether typed data is exactly a SafeTx: names, order and types decide the hash, so one letter makes it another message
 * (THREATS B03). The reason says what a wallet would sign that hashes it.
 */
export function safeTxForm(data: TypedData): SafeTxForm {
  const { types, message, primaryType } = data;
  const signed = signedWords(data);
  const no = (why: string): SafeTxForm => ({
    fault: refusal('MESSAGE_SIGNING', `this is no SafeTx: ${why}; ${signed}`),
    version: null,
    remarks: [],
  });
  if (primaryType !== 'SafeTx') {
    const reason = `it asks the owners to sign a ${primaryType}, a message and no Safe transaction: Sluice relays none; ${signed}`;
    return { fault: refusal('MESSAGE_SIGNING', reason), version: null, remarks: [] };
  }
  const given = types['SafeTx'] ?? [];
  const isOldest = typeOf(given) === typeOf(OLD_SAFE_TX);
  if (!isOldest && typeOf(given) !== typeOf(SAFE_TX_FIELDS)) return no(typeWords(given));
  const extra = Object.keys(types).find((name) => name !== 'SafeTx' && name !== 'EIP712Domain');
  if (extra !== undefined) return no(`it has the type ${extra} besides, which some wallets refuse`);
  const stray = Object.keys(message).filter((name) => !isOtherGasName(name, message));
  const unsigned = strayOf(stray, given);
  if (unsigned !== undefined) return no(`its message has the member ${unsigned}, which nobody signs`);
  return domainForm(data, { isOldest, signed, no });
}

/** safe-eth-py writes this field under its old and its new name. Wallets sign the one that the type has. */
function isOtherGasName(name: string, message: TypedData['message']): boolean {
  return (name === 'dataGas' || name === 'baseGas') && message['dataGas'] === message['baseGas'];
}

interface Found {
  readonly isOldest: boolean;
  readonly signed: string;
  readonly no: (why: string) => SafeTxForm;
}

function domainForm(data: TypedData, { isOldest, signed, no }: Found): SafeTxForm {
  const domain = domainType(data);
  const stray = strayOf(Object.keys(data.domain), domain);
  const isOld = typeOf(domain) === typeOf(OLD_DOMAIN);
  if (!isOld && typeOf(domain) !== typeOf(DOMAIN_FIELDS)) {
    return no(`its domain is EIP712Domain(${typeOf(domain)}), not EIP712Domain(${typeOf(DOMAIN_FIELDS)})`);
  }
  if (isOld || isOldest) {
    const form = isOldest ? 'its type is that before 1.0.0, with dataGas' : 'its type has no chainId';
    const reason = `the typed data is for a Safe before ${isOldest ? '1.0.0' : '1.3.0'}: ${form}${isOld ? ', so the domain has no chain and a signature over it holds on every chain' : ''}; ${signed}`;
    return {
      fault: refusal('SAFE_VERSION_UNSUPPORTED', reason),
      version: isOldest ? '0.1.0' : '1.1.1',
      remarks: [],
    };
  }
  if (stray !== undefined) {
    return no(
      `its domain has the member ${stray}, which its type leaves out: some wallets sign it, others do not`,
    );
  }
  return { fault: null, version: null, remarks: remarksOn(data) };
}

function remarksOn(data: TypedData): readonly string[] {
  const { dataGas, baseGas } = data.message;
  const isTwice = dataGas !== undefined && baseGas !== undefined;
  const twice =
    'its message has baseGas and dataGas, as safe-eth-py writes them: they say the same, and one is signed';
  return [...(isTwice ? [twice] : []), ...missingTypeRemarks(data)];
}

function missingTypeRemarks(data: TypedData): readonly string[] {
  if (data.types['EIP712Domain'] !== undefined) return [];
  const other = emptyDomainDigest(data);
  const instead = other === null ? 'an empty domain' : `an empty domain and signs ${other}`;
  return [
    `the type EIP712Domain is missing: wallets differ on that. Ethers and viem derive it from the domain's members, as here; MetaMask takes ${instead}`,
  ];
}

function signedWords(data: TypedData): string {
  const digests = walletDigests(data);
  return digests === null
    ? 'by EIP-712 it has no hash: its values do not fit its types, or a type is not of the standard'
    : `a wallet that hashes this typed data signs ${digests.digest}`;
}

function typeOf(fields: readonly TypedDataParameter[]): string {
  return fields.map(({ name, type }) => `${type} ${name}`).join(',');
}

function typeWords(given: readonly TypedDataParameter[]): string {
  if (given.length === 0) return 'the type SafeTx is missing';
  for (const [at, { name, type }] of SAFE_TX_FIELDS.entries()) {
    const there = given[at];
    if (there?.name === name && there.type === type) continue;
    const found = there === undefined ? 'nothing' : `${there.type} ${there.name}`;
    return `its type differs, ${found} where SafeTx has ${type} ${name}`;
  }
  return `its type has ${String(given.length - SAFE_TX_FIELDS.length)} members more than SafeTx`;
}

function strayOf(names: readonly string[], fields: readonly TypedDataParameter[]): string | undefined {
  return names.find((name) => !fields.some((field) => field.name === name));
}
