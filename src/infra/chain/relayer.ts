import { Injectable } from '@nestjs/common';
import { type Hex, keccak256, numberToHex, parseTransaction } from 'viem';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import { Config } from '../../config/config.js';
import { DomainError } from '../../domain/errors.js';
import { type Address, addressFromHex } from '../../domain/values/address.js';
import { type Bytes32, parseBytes32 } from '../../domain/values/hex.js';
import { Providers } from './providers.js';
import { Bytes, Quantity, SmallQuantity } from './rpc-answers.js';

/** A transaction of the relayer's, signed and not yet sent: whoever sends these bytes, they execute at most once. */
export interface SignedTransaction {
  readonly transactionHash: Bytes32;
  readonly rawTransaction: Hex;
}

// Wei per gas. On top of twice the base fee, which covers about six full blocks of rises.
const PRIORITY_FEE = 1_000_000_000n;

/** The key that pays for executing signed Safe transactions. It owns no Safe, so it approves nothing by sending. */
@Injectable()
export class Relayer {
  readonly #account: PrivateKeyAccount;

  constructor(
    config: Config,
    private readonly providers: Providers,
  ) {
    this.#account = privateKeyToAccount(config.relayerPrivateKey);
  }

  get address(): Address {
    return addressFromHex(this.#account.address);
  }

  /** How many transactions of the relayer the chain has executed, as all providers agree. */
  executed(): Promise<number> {
    return this.providers.agreed((provider) =>
      provider.request('eth_getTransactionCount', [this.address, 'latest'], SmallQuantity),
    );
  }

  async sign(call: { to: Address; data: Hex }): Promise<SignedTransaction> {
    const { all, chainId } = this.providers;
    const block = await this.providers.agreedBlock('latest');
    const request = { from: this.address, to: call.to, data: call.data };
    const [nonce, estimates] = await Promise.all([
      this.executed(),
      Promise.all(
        all.map((provider) =>
          provider.request('eth_estimateGas', [request, numberToHex(block.number)], Quantity),
        ),
      ),
    ]);
    const gas = estimates.reduce((most, each) => (each > most ? each : most), 0n);
    const rawTransaction = await this.#account.signTransaction({
      type: 'eip1559',
      chainId,
      nonce,
      to: call.to,
      data: call.data,
      value: 0n,
      // A Safe passes 63/64 of its gas on, so an exact estimate can fall short.
      gas: (gas * 5n) / 4n,
      maxPriorityFeePerGas: PRIORITY_FEE,
      maxFeePerGas: block.baseFeePerGas * 2n + PRIORITY_FEE,
    });
    return { rawTransaction, transactionHash: parseBytes32(keccak256(rawTransaction)) };
  }

  /** True if the chain has executed another transaction of the relayer in this one's place, or this one. */
  async isSpent(transaction: SignedTransaction): Promise<boolean> {
    const { nonce } = parseTransaction(transaction.rawTransaction);
    return (await this.executed()) > (nonce ?? 0);
  }

  /**
   * Hands the bytes to every provider. One that has them already, or whose nonce is used, answers with an error, which
   * says nothing: what happened is read from receipts. Only when none could be reached does it throw.
   */
  async broadcast(transaction: SignedTransaction): Promise<void> {
    const answers = await Promise.allSettled(
      this.providers.all.map((provider) =>
        provider.request('eth_sendRawTransaction', [transaction.rawTransaction], Bytes),
      ),
    );
    const silent = answers
      .filter((each) => each.status === 'rejected')
      .map((each) => z.instanceof(Error).parse(each.reason));
    if (silent.length === answers.length && silent.every((error) => /did not answer/.test(error.message))) {
      throw new DomainError('RPC_UNAVAILABLE', 'no provider could be handed the transaction');
    }
  }
}
