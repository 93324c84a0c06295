import { Injectable } from '@nestjs/common';
import { type Hex, keccak256 } from 'viem';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { Config } from '../../../config/config.js';
import type { Fees } from '../../../domain/relay/fees.js';
import { type Address, addressFromHex } from '../../../domain/values/address.js';
import { type Bytes32, parseBytes32 } from '../../../domain/values/hex.js';

/** A signed transaction of a relayer's key, not yet sent. Whoever sends these bytes, they execute at most once. */
export interface SignedTransaction {
  readonly transactionHash: Bytes32;
  readonly rawTransaction: Hex;
}

export interface RelayedCall {
  readonly to: Address;
  readonly data: Hex;
}

export interface Unsigned extends RelayedCall {
  readonly nonce: bigint;
  readonly gas: bigint;
  readonly fees: Fees;
}

/** The keys that pay for executing signed Safe transactions. They own no Safe, so they approve nothing by sending. */
@Injectable()
export class Relayer {
  /** Of every key: none of them may own a Safe, or be paid. */
  readonly addresses: readonly Address[];
  readonly #chainId: number;
  readonly #shared: PrivateKeyAccount;
  readonly #own: ReadonlyMap<Address, PrivateKeyAccount>;

  constructor(config: Config) {
    this.#chainId = config.chainId;
    this.#shared = privateKeyToAccount(config.relayerPrivateKey);
    this.#own = new Map(config.relayerPrivateKeys.map(({ safe, key }) => [safe, privateKeyToAccount(key)]));
    this.addresses = [this.#shared, ...this.#own.values()].map(({ address }) => addressFromHex(address));
  }

  /** The key that sends for a Safe: its own, or the one of all that have none. */
  addressOf(safe: Address): Address {
    return addressFromHex((this.#own.get(safe) ?? this.#shared).address);
  }

  /** Signs without value: a relayer's key pays for gas and for nothing else. */
  async sign(from: Address, { to, data, nonce, gas, fees }: Unsigned): Promise<SignedTransaction> {
    const account = [this.#shared, ...this.#own.values()].find(
      (each) => addressFromHex(each.address) === from,
    );
    if (!account) throw new Error(`${from} is no relayer's key`);
    const rawTransaction = await account.signTransaction({
      type: 'eip1559',
      chainId: this.#chainId,
      nonce: Number(nonce),
      to,
      data,
      value: 0n,
      gas,
      maxPriorityFeePerGas: fees.tip,
      maxFeePerGas: fees.maxFee,
    });
    return { rawTransaction, transactionHash: parseBytes32(keccak256(rawTransaction)) };
  }
}
