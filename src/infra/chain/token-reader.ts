import { Injectable } from '@nestjs/common';
import {
  type Hex,
  encodeFunctionData,
  erc20Abi,
  keccak256,
  numberToHex,
  parseAbi,
  stringToBytes,
} from 'viem';
import { type BalanceLayout, KNOWN_LAYOUTS, balanceSlot } from '../../domain/assets/balance-layout.js';
import {
  BEACON_SLOT,
  IMPLEMENTATION_SLOTS,
  PROXY_KINDS,
  type ProxyKind,
  type TokenCode,
  type TokenProxy,
} from '../../domain/assets/token-proxy.js';
import { DomainError } from '../../domain/errors.js';
import type { AgreedBlock } from '../../domain/simulation/block.js';
import { type Address, ZERO_ADDRESS, addressFromHex, addressFromWord } from '../../domain/values/address.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import { AccountReads } from './account-reads.js';
import { Providers, type Voices } from './providers.js';
import { Bytes, Word } from './rpc-answers.js';
import type { RpcProvider } from './rpc-provider.js';

// Nobody has this address's key, and no token has a balance for it.
const PROBE = addressFromHex(`0x${keccak256(stringToBytes('sluice: balance probe')).slice(-40)}`);

// Two unlike amounts, small enough for tokens that keep flags in a balance's upper bits (USDC).
const FIRST_MARK = 0x5155_0000_0000n;
const SECOND_MARK = 0x7e4d_0000_0000n;

// ERC-1820, and keccak256("ERC777Token"), under which tokens with hooks register themselves.
const ERC1820_REGISTRY = addressFromHex('0x1820a4b7618bde71dce8cdc73aab6c95905fad24');
const ERC777_TOKEN = '0xac7fbab5f54a3ca8194167523c6753bfeb96a445279294b6125b68cce2177054';
const ERC1820_ABI = parseAbi([
  'function getInterfaceImplementer(address account, bytes32 interfaceHash) view returns (address)',
]);

type Assumed = readonly (readonly [BalanceLayout, bigint])[];

/** Reads what a token is made of, at one block and only as all providers agree. Throws as `Providers.agreed`. */
@Injectable()
export class TokenReader {
  constructor(private readonly providers: Providers) {}

  /**
   * Finds a token's balance layout. A state override puts a different amount into the slot of every known layout, and
   * `balanceOf` tells which one it reads. That slot alone must then decide the answer, so a token whose balances depend
   * on anything else (shares, rebasing, two mappings) has no layout.
   * @returns undefined if no known layout fits
   */
  async findBalances(token: Address, block: AgreedBlock): Promise<BalanceLayout | undefined> {
    const told = (assumed: Assumed): Promise<bigint | null> => this.#told(token, assumed, block);
    const marked = KNOWN_LAYOUTS.map((layout, at) => [layout, FIRST_MARK + BigInt(at)] as const);
    const answer = await told(marked);
    const found = marked.find(([, mark]) => mark === answer)?.[0];
    if (!found) return undefined;
    const others = marked.filter(([layout]) => layout !== found);
    const [alone, without] = await Promise.all([told([[found, SECOND_MARK]]), told(others)]);
    return alone === SECOND_MARK && without === 0n ? found : undefined;
  }

  /**
   * The token's proxy, or null if it delegates to no implementation by a known slot.
   * @throws DomainError TOKEN_NOT_PINNED if what it runs cannot be pinned
   */
  async findProxy(token: Address, block: AgreedBlock): Promise<TokenProxy | null> {
    const [beacon, ...found] = await Promise.all([
      this.#wordAt(token, BEACON_SLOT, block, 'all'),
      ...PROXY_KINDS.map(async (kind) => ({ kind, code: await this.#code(token, kind, block, 'all') })),
    ]);
    if (BigInt(beacon) !== 0n) {
      throw new DomainError(
        'TOKEN_NOT_PINNED',
        'the token takes its code from a beacon, which can change it',
      );
    }
    const proxies = found.flatMap(({ kind, code }) => (code ? [{ kind, ...code }] : []));
    if (proxies.length < 2) return proxies[0] ?? null;
    throw new DomainError('TOKEN_NOT_PINNED', 'the token names implementations in two places');
  }

  /** The code that a pinned proxy runs now. */
  implementation(
    token: Address,
    { kind }: TokenProxy,
    block: AgreedBlock,
    voices: Voices,
  ): Promise<TokenCode | null> {
    return this.#code(token, kind, block, voices);
  }

  /** Whether the token is registered as an ERC-777, which calls sender and recipient in the middle of a transfer. */
  async hasHooks(token: Address, block: AgreedBlock): Promise<boolean> {
    const args = [token, ERC777_TOKEN] as const;
    const data = encodeFunctionData({ abi: ERC1820_ABI, functionName: 'getInterfaceImplementer', args });
    const answer = await this.#read(ERC1820_REGISTRY, block, 'all', (reads) => reads.call(data, Bytes));
    // No answer: there is no registry on this chain.
    return answer !== '0x' && BigInt(answer) !== 0n;
  }

  async #code(
    token: Address,
    kind: ProxyKind,
    block: AgreedBlock,
    voices: Voices,
  ): Promise<TokenCode | null> {
    const word = await this.#wordAt(token, IMPLEMENTATION_SLOTS[kind], block, voices);
    const implementation = addressFromWord(word);
    if (implementation === ZERO_ADDRESS) return null;
    const codeHash = await this.#read(implementation, block, voices, (reads) => reads.codeHash());
    return { implementation, codeHash };
  }

  /** `balanceOf` of the probe under the assumed storage; null if the answer is no number. */
  #told(token: Address, assumed: Assumed, block: AgreedBlock): Promise<bigint | null> {
    const data = encodeFunctionData({ abi: erc20Abi, functionName: 'balanceOf', args: [PROBE] });
    const slots = assumed.map(
      ([layout, amount]) => [balanceSlot(layout, PROBE), numberToHex(amount, { size: 32 })] as const,
    );
    const override = { [token]: { stateDiff: Object.fromEntries(slots) } };
    const ask = (provider: RpcProvider): Promise<Hex> =>
      provider.request('eth_call', [{ to: token, data }, { blockHash: block.hash }, override], Bytes);
    return this.providers.agreed(ask).then((answer) => numberIn(answer));
  }

  #wordAt(account: Address, slot: Bytes32, block: AgreedBlock, voices: Voices): Promise<Bytes32> {
    return this.#read(account, block, voices, (reads) => reads.slot(slot));
  }

  #read<T>(
    account: Address,
    block: AgreedBlock,
    voices: Voices,
    read: (reads: AccountReads) => Promise<T>,
  ): Promise<T> {
    return this.providers.agreedRead(
      (provider, at) => read(new AccountReads(provider, at, account)),
      block,
      voices,
    );
  }
}

function numberIn(answer: Hex): bigint | null {
  const word = Word.safeParse(answer);
  return word.success ? BigInt(word.data) : null;
}
