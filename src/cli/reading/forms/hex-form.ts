import { type Hex, keccak256, parseTransaction, size, slice } from 'viem';
import { refusal } from '../../../domain/errors.js';
import {
  type ForeignForm,
  NO_DIGESTS,
  type NamedForm,
  namedForm,
} from '../../../domain/transfers/foreign/inspect-form.js';
import { parseExecCalldata, readExecCalldata } from '../../../domain/transfers/exec-calldata.js';
import type { Proposal } from '../../../domain/transfers/inspect.js';
import { isMultiSend, parseMultiSend } from '../../../domain/transfers/multisend.js';
import { calldataDigest } from '../../../domain/transfers/safe-tx-hash.js';
import { functionName } from '../../../domain/transfers/would-do/meaning-of.js';
import { addressFromHex } from '../../../domain/values/address.js';
import { parseBytes32 } from '../../../domain/values/hex.js';
import { WHAT_IS_READ } from './text-form.js';

const EXEC_SELECTOR = '0x6a761202';

/** Bytes alone: calldata of execTransaction is read; whatever else people hold as hex is named. */
export function hexForm(bytes: Hex, nonce: bigint | null): ForeignForm {
  if (bytes.startsWith(EXEC_SELECTOR)) return execForm(bytes, nonce);
  if (bytes.startsWith('0x1901') && size(bytes) === 66) return dataToSign(bytes);
  return signedTransaction(bytes, nonce) ?? namedBytes(bytes);
}

/**
 * execTransaction's calldata names no Safe, chain or nonce: they come from elsewhere. An encoding that is not the
 * canonical one is refused; as the chain would read it all the same, fields and digests are shown.
 */
export function execForm(calldata: Hex, nonce: bigint | null): ForeignForm {
  const read = parseExecCalldata(calldata);
  const lenient = 'code' in read ? readExecCalldata(calldata) : undefined;
  if ('code' in read && !lenient) return namedForm(read, bareCall(calldata));
  const { transaction, signatures } = lenient ?? (read as Exclude<typeof read, { code: unknown }>);
  const proposal: Proposal = {
    transaction: { ...transaction, nonce: nonce ?? 0n },
    isNonceUnknown: nonce === null,
    signatures,
  };
  if (!('code' in read)) return proposal;
  const behind = lenient?.behind ?? 0;
  const isOnlyBehind =
    behind > 0 && !('code' in parseExecCalldata(slice(calldata, 0, size(calldata) - behind)));
  const reason = isOnlyBehind ? behindWords(calldata, behind) : read.reason;
  return { ...proposal, formFaults: [{ verdict: 'REFUSE', refusal: refusal(read.code, reason) }] };
}

/** Safe's kits put an identifier behind the calldata that begins with "5afe". */
function behindWords(calldata: Hex, behind: number): string {
  const tail = slice(calldata, size(calldata) - behind);
  const kind = tail.startsWith('0x5afe') ? 'an on-chain identifier of a Safe tool' : 'bytes';
  return `behind the arguments of execTransaction come ${String(behind)} bytes more (${kind}, ${tail.slice(0, 130)}): the Safe does not read them, and Sluice would not send them`;
}

/** The bytes that EIP-712 hashes at the end: "0x1901", domain hash, message hash. */
function dataToSign(bytes: Hex): ForeignForm {
  const [domainHash, messageHash] = [parseBytes32(slice(bytes, 2, 34)), parseBytes32(slice(bytes, 34, 66))];
  const eip712Digest = parseBytes32(keccak256(bytes));
  const reason = `these are 66 bytes to sign, not a transaction: Domain Hash ${domainHash}, Message Hash ${messageHash}, EIP-712 Digest ${eip712Digest}; what they do cannot be seen from them`;
  return namedForm(refusal('BODY_SCHEMA', reason), {
    digests: { ...NO_DIGESTS, domainHash, messageHash, eip712Digest },
  });
}

/** A transaction of an account, as nodes take it: read if it executes a Safe transaction. */
function signedTransaction(bytes: Hex, nonce: bigint | null): ForeignForm | undefined {
  try {
    const { to, data, chainId } = parseTransaction(bytes);
    if (to === null || to === undefined || data?.startsWith(EXEC_SELECTOR) !== true) return undefined;
    const form = execForm(data, nonce);
    if (!('transaction' in form)) return form;
    return { ...form, safe: addressFromHex(to), ...(chainId !== undefined && { chainId }) };
  } catch {
    return undefined; // viem throws for what is no transaction
  }
}

function namedBytes(bytes: Hex): ForeignForm {
  const count = size(bytes);
  if (count === 20) {
    const reason = `this is an address, not a transaction: bring ${WHAT_IS_READ}`;
    return namedForm(refusal('BODY_SCHEMA', reason));
  }
  if (count === 32) {
    const reason = `this is a bare 32-byte hash, ${bytes}: what was hashed cannot be seen from it. Ask for the transaction, and compare its EIP-712 Digest`;
    return namedForm(refusal('BODY_SCHEMA', reason));
  }
  if (count === 0) return namedForm(refusal('BODY_SCHEMA', 'these are no bytes at all, only 0x'));
  const digests = { ...NO_DIGESTS, calldataDigest: calldataDigest(bytes) };
  if (isMultiSend(bytes)) {
    const records = parseMultiSend(bytes);
    const batch = 'code' in records ? bareCall(bytes) : { calls: records };
    const reason =
      'the bytes are a batch (multiSend) alone, and no Safe transaction: Sluice sends no batches';
    return namedForm(refusal('MULTISEND_NOT_ALLOWED', reason), { digests, ...batch });
  }
  if (count >= 4 && functionName(slice(bytes, 0, 4)) !== undefined) {
    const reason = `the bytes are the data of a call alone: to whom it goes, and by which Safe transaction, they do not say`;
    return namedForm(refusal('CALLDATA_NOT_CANONICAL', reason), { digests, ...bareCall(bytes) });
  }
  if (count > 0 && count % 65 === 0 && isSignatures(bytes)) {
    const reason = `these are ${String(count / 65)} signatures of 65 bytes, and no transaction: what was signed cannot be seen from them`;
    return namedForm(refusal('BODY_SCHEMA', reason));
  }
  if (count === 64) {
    const reason =
      'these are 64 bytes, which is no calldata: a compact signature (EIP-2098) or a public key, and no transaction. What was signed cannot be seen from them, and no Safe takes a signature of 64 bytes';
    return namedForm(refusal('BODY_SCHEMA', reason));
  }
  const reason = `the bytes do not begin with ${EXEC_SELECTOR}, the selector of execTransaction`;
  return namedForm(refusal('CALLDATA_NOT_CANONICAL', reason), { digests, ...bareCall(bytes) });
}

/** Data without the rest of its call. */
function bareCall(data: Hex): Pick<NamedForm, 'calls' | 'caller'> {
  return { calls: [{ to: null, value: 0n, data, operation: 0 }], caller: 'whoever makes the call' };
}

function isSignatures(bytes: Hex): boolean {
  const ends = Array.from({ length: size(bytes) / 65 }, (_, at) => slice(bytes, at * 65 + 64, at * 65 + 65));
  return ends.every((v) => ['0x00', '0x01', '0x1b', '0x1c', '0x1f', '0x20'].includes(v));
}
