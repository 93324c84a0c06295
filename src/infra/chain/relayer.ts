import { Injectable, Logger } from '@nestjs/common';
import { type Hex, keccak256, numberToHex, parseTransaction } from 'viem';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import { Config } from '../../config/config.js';
import { DomainError } from '../../domain/errors.js';
import { type Address, addressFromHex } from '../../domain/values/address.js';
import { type Bytes32, parseBytes32 } from '../../domain/values/hex.js';
import { Providers } from './providers.js';
import type { RpcProvider } from './rpc-provider.js';
import { Bytes, Quantity, SmallQuantity } from './rpc-answers.js';

/** A signed transaction of the relayer, not yet sent. Whoever sends these bytes, they execute at most once. */
export interface SignedTransaction {
  readonly transactionHash: Bytes32;
  readonly rawTransaction: Hex;
}

// Wei per gas. On top of twice the base fee, which covers about six full blocks of rises.
const PRIORITY_FEE = 1_000_000_000n;

/** The key that pays for executing signed Safe transactions. It owns no Safe, so it approves nothing by sending. */
@Injectable()
export class Relayer {
  readonly #log = new Logger(Relayer.name);
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
    const { chainId } = this.providers;
    const block = await this.providers.agreedBlock('latest', 'all');
    const all = await this.providers.inForce();
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
   * Sends the bytes to every provider that does not have them yet. Whether they get into a block is read from the
   * chain; a provider that refuses them (no funds, too low a fee) is logged, because nobody else would notice.
   * @throws DomainError RPC_UNAVAILABLE if a provider could not be asked
   */
  async broadcast(transaction: SignedTransaction): Promise<void> {
    await Promise.all((await this.providers.inForce()).map((provider) => this.#hand(provider, transaction)));
  }

  async #hand(provider: RpcProvider, { rawTransaction, transactionHash }: SignedTransaction): Promise<void> {
    const known = await provider.request('eth_getTransactionByHash', [transactionHash], z.unknown());
    if (known !== null) return;
    try {
      await provider.request('eth_sendRawTransaction', [rawTransaction], Bytes);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.#log.warn(`${transactionHash} is not taken: ${error.message}`);
    }
  }
}
