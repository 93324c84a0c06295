import { secp256k1 } from '@noble/curves/secp256k1.js';
import { type Hex, concat, numberToHex } from 'viem';
import type { HDAccount } from 'viem/accounts';

/** Over the same hash by the same key, but with another nonce inside, as other wallets make it. */
export function anotherSignature(account: HDAccount, hash: Hex): Hex {
  const key = account.getHdKey().privateKey;
  if (!key) throw new Error('the account has no key');
  // Not by viem, whose switch for it is the whole process's and cannot be turned back.
  const { r, s, recovery } = secp256k1.sign(hash.slice(2), key, { lowS: true, extraEntropy: true });
  const [first, second] = [r, s].map((each) => numberToHex(each, { size: 32 }));
  return concat([first ?? '0x', second ?? '0x', numberToHex(27 + recovery, { size: 1 })]);
}
