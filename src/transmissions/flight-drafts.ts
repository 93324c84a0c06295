import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { DomainError } from '../domain/errors.js';
import { type Fees, type Purpose, capOf, nextFees } from '../domain/relay/fees.js';
import { refusedByAll } from '../domain/relay/flight.js';
import { leastFunds } from '../domain/relay/funds.js';
import { MOST_GAS, gasLimit } from '../domain/relay/gas-limit.js';
import type { AgreedBlock } from '../domain/simulation/block.js';
import type { TransferId } from '../domain/values/identifier.js';
import { type RelayedCall, Relayer } from '../infra/chain/relayer/relayer.js';
import { RelayerChain } from '../infra/chain/relayer-chain.js';
import type { Concerned } from './concerned.js';
import type { Flight, NewFlight } from './flights.repository.js';
import type { Draft, Going } from './going.js';
import { feesOf } from './offered-fees.js';
import { RelayerAlerts } from './relayer-alerts.js';
import { RelayerPrices } from './relayer-prices.js';

/** What is to be signed. */
export interface FlightOrder {
  readonly concerned: Concerned & { readonly transferId: TransferId };
  readonly purpose: Purpose;
  /** Undefined for a void, which calls nobody. */
  readonly call: RelayedCall | undefined;
  readonly nonce: bigint;
  readonly block: AgreedBlock;
  /** What the key has stored: it is replaced, on its way or not. */
  readonly held: Flight | undefined;
  /** Whether nodes may have what is replaced. */
  readonly isInAir: boolean;
}

/** A transaction without data, of an account to itself (Ethereum yellow paper, G_transaction). */
const VOID_GAS = 21_000n;

/** Signs new bytes, with gas and fees as they are now. */
@Injectable()
export class FlightDrafts {
  constructor(
    private readonly config: Config,
    private readonly relayer: Relayer,
    private readonly chain: RelayerChain,
    private readonly prices: RelayerPrices,
    private readonly alerts: RelayerAlerts,
  ) {}

  /**
   * @returns undefined if the last bytes stay: the cap allows no others
   * @throws DomainError RPC_UNAVAILABLE if every provider says that the call fails
   */
  async draft(order: FlightOrder): Promise<Draft | undefined> {
    const { concerned, purpose, nonce, block, held } = order;
    const { address, transferId } = concerned;
    const fees = await this.fees(order);
    if (!fees) return undefined;
    const { gas, disputed } = await this.gas(order, fees);
    const call = order.call ?? { to: address, data: '0x' };
    const signed = await this.relayer.sign(address, { ...call, nonce, gas, fees });
    if (signed.transactionHash === held?.transactionHash) return undefined;
    const isSame = order.isInAir && held?.transferId === transferId;
    const isNext = isSame && held.purpose === purpose;
    const flight: NewFlight = {
      ...{ address, nonce, transferId, purpose, signedAtBlock: block.number, ...signed },
      versions: isNext ? held.versions + 1 : 1,
      // What is said of later bytes in the same words is not news.
      said: isSame ? held.said : {},
    };
    return { flight, seen: held?.transactionHash, disputed };
  }

  private async fees({ concerned, purpose, block, held, isInAir }: FlightOrder): Promise<Fees | undefined> {
    const quote = await this.prices.quote(block, purpose);
    const refused = isInAir && held ? refusedByAll(held) : 'other';
    // What no node took needs no increase, or refusals would raise the fees block by block.
    const isWithNodes = refused === 'not' || refused === 'underpriced';
    const last = isWithNodes && held ? feesOf(held) : undefined;
    const next = nextFees(last, quote, capOf(purpose, this.config.relayerFeeCap));
    await this.alerts.tell('RELAYER_FEE_CAP', concerned, next.kind === 'offered' && !next.isCapped);
    return next.kind === 'offered' ? next.fees : undefined;
  }

  private async gas({ concerned, call, block }: FlightOrder, fees: Fees) {
    const { address } = concerned;
    const balance = await this.chain.balance(address, block);
    await this.alerts.tell('RELAYER_FUNDS', concerned, balance >= leastFunds(fees));
    if (!call) return { gas: VOID_GAS, disputed: undefined };
    const estimates = await this.chain.estimates(address, call, block);
    const payable = fees.maxFee === 0n ? MOST_GAS : balance / fees.maxFee;
    const limit = gasLimit(estimates, { block: block.gasLimit, payable });
    if (!limit)
      throw new DomainError('RPC_UNAVAILABLE', 'every RPC provider says that the execution would fail');
    return { gas: limit.gas, disputed: limit.isDisputed ? estimates : undefined };
  }
}

/** What its next bytes are signed at. */
export function placeOf({ concerned, turn }: Going): Omit<FlightOrder, 'purpose' | 'call'> {
  const { block, nonce, held, own, left } = turn;
  return { concerned, block, nonce, held, isInAir: own !== undefined || left !== undefined };
}
