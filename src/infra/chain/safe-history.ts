import { Injectable } from '@nestjs/common';
import { numberToHex, slice } from 'viem';
import type { CodeAccount, Creation, SafeHistory } from '../../domain/safes/history.js';
import { type PastEvent, type SafeLog, addressesIn, pastEvent } from '../../domain/safes/safe-events.js';
import { OWNERS_POSITION, mappingSlot } from '../../domain/safes/storage-layout.js';
import type { AgreedBlock } from '../../domain/simulation/block.js';
import { topicOf, wordOfAddress } from '../../domain/simulation/abi-words.js';
import { type Address, ZERO_ADDRESS, addressFromWord } from '../../domain/values/address.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import { AccountReads, provenSlot } from './account-reads.js';
import { pastExecution } from './past-execution.js';
import { logsIn } from './log-ranges.js';
import { Providers } from './providers.js';
import { Bytes, ReceiptAnswer } from './rpc-answers.js';

const PROXY_CREATION = topicOf('ProxyCreation(address,address)');

// Slots per question for proofs, of the 1,024 that geth answers at most.
const SLOTS = 256;

interface Scan {
  readonly safe: Address;
  readonly block: AgreedBlock;
}

/**
 * Reads a Safe's history from the block of its creation on, as all providers agree. A provider that does not serve old
 * states, logs or traces makes that impossible, which is an error.
 */
@Injectable()
export class SafeHistoryReader {
  constructor(private readonly providers: Providers) {}

  /**
   * @param owners the Safe's owners by its list
   * @param suspects addresses to look up in the mapping of owners, besides all that its history names
   * @throws DomainError RPC_UNAVAILABLE or RPC_DISAGREE
   */
  async read(scan: Scan, owners: readonly Address[], suspects: readonly Address[]): Promise<SafeHistory> {
    const created = await this.#creationHeight(scan);
    const [creations, logs] = await Promise.all([this.#creations(scan, created), this.#logs(scan, created)]);
    const events = logs.map(pastEvent);
    const transactions = distinct([...creations, ...logs].map((each) => each.transactionHash));
    const senders = await Promise.all(transactions.map((hash) => this.#sender(hash)));
    const named = distinct([...suspects, ...senders, ...addressesIn(logs)]);
    const [initializer, executions, hiddenOwners] = await Promise.all([
      this.#initializer(scan, events),
      this.#executions(scan, events),
      this.#hidden(
        scan,
        named.filter((each) => !owners.includes(each)),
      ),
    ]);
    return { creations, events, initializer, executions, hiddenOwners };
  }

  /** The lowest block with code at the Safe's address, by binary search on old states, without a scan of all logs. */
  async #creationHeight({ safe, block }: Scan): Promise<bigint> {
    let [without, within] = [-1n, block.number];
    while (within - without > 1n) {
      const middle = (without + within) / 2n;
      const code = await this.providers.agreed((provider) =>
        provider.request('eth_getCode', [safe, numberToHex(middle)], Bytes),
      );
      if (code === '0x') without = middle;
      else within = middle;
    }
    return within;
  }

  /** The proxy creations that any contract logged for this Safe in the block of its creation. */
  async #creations({ safe, block }: Scan, height: bigint): Promise<readonly Creation[]> {
    const span = { from: height, to: height };
    const logs = await this.providers.agreed((provider) =>
      logsIn(provider, { topics: [PROXY_CREATION] }, span),
    );
    // 1.3.0 has the proxy as the first word of the data; later releases index it.
    const ours = logs.filter((log) => (log.topics[1] ?? log.data.slice(0, 66)) === wordOfAddress(safe));
    return Promise.all(
      ours.map(async ({ address, data, transactionHash }) => ({
        transactionHash,
        factory: await this.#account(address, block),
        singleton: await this.#account(addressFromWord(slice(data, -32)), block),
      })),
    );
  }

  async #logs({ safe, block }: Scan, first: bigint): Promise<readonly SafeLog[]> {
    // Complete because all agree, and because executions among them are as many as the proven nonce says.
    const span = { from: first, to: block.number };
    return this.providers.agreed((provider) => logsIn(provider, { address: safe }, span));
  }

  async #sender(transactionHash: Bytes32): Promise<Address> {
    const receipt = await this.providers.agreed((provider) =>
      provider.request('eth_getTransactionReceipt', [transactionHash], ReceiptAnswer),
    );
    return receipt.from;
  }

  async #initializer({ block }: Scan, events: readonly PastEvent[]): Promise<CodeAccount | null> {
    const setup = events.find((event) => event.kind === 'setup');
    if (!setup || setup.initializer === ZERO_ADDRESS) return null;
    return this.#account(setup.initializer, block);
  }

  #executions({ safe }: Scan, events: readonly PastEvent[]) {
    const executed = events.filter((event) => event.kind === 'executed');
    return Promise.all(
      distinct(executed.map((each) => each.transactionHash)).map((hash) =>
        this.providers.agreed((provider) => pastExecution(provider, safe, hash)),
      ),
    );
  }

  async #hidden({ safe, block }: Scan, accounts: readonly Address[]): Promise<readonly Address[]> {
    const hidden: Address[] = [];
    for (let from = 0; from < accounts.length; from += SLOTS) {
      const asked = accounts.slice(from, from + SLOTS);
      const found = await this.providers.agreedRead(
        async (provider, at) => {
          const slotOf = (account: Address) => mappingSlot(account, OWNERS_POSITION);
          const proven = await new AccountReads(provider, at, safe).prove(asked.map(slotOf));
          return asked.filter((account) => BigInt(provenSlot(proven, slotOf(account))) !== 0n);
        },
        block,
        'all',
      );
      hidden.push(...found);
    }
    return hidden;
  }

  async #account(address: Address, block: AgreedBlock): Promise<CodeAccount> {
    const codeHash = await this.providers.agreedRead(
      (provider, at) => new AccountReads(provider, at, address).codeHash(),
      block,
      'all',
    );
    return { address, codeHash };
  }
}

function distinct<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)];
}
