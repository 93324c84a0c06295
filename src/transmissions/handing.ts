import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { type FlightBytes, hear } from '../domain/relay/flight.js';
import { meaningOf } from '../domain/relay/node-words.js';
import type { AgreedBlock } from '../domain/simulation/block.js';
import { type Handed, RelayerChain } from '../infra/chain/relayer-chain.js';
import { Database } from '../infra/database/database.js';
import type { Concerned } from './concerned.js';
import { type NewFlight, FlightsRepository } from './flights.repository.js';
import { RelayerAlerts } from './relayer-alerts.js';
import { RelayerPrices } from './relayer-prices.js';

/** Hands stored bytes to the nodes, and keeps what they say to them. */
@Injectable()
export class Handing {
  constructor(
    private readonly database: Database,
    private readonly chain: RelayerChain,
    private readonly flights: FlightsRepository,
    private readonly audit: AuditLog,
    private readonly prices: RelayerPrices,
    private readonly alerts: RelayerAlerts,
  ) {}

  /** @returns what the nodes have said to the bytes */
  async hand(flight: NewFlight, concerned: Concerned, block: AgreedBlock): Promise<FlightBytes> {
    const { transactionHash, address } = flight;
    const handed = (await this.chain.hand(flight)).map(withoutAgreement);
    const heard = handed.map(({ provider, words }) => {
      return { provider, words, ...hear(flight.said[provider], { of: transactionHash, words }) };
    });
    const said = { ...flight.said, ...Object.fromEntries(heard.map((each) => [each.provider, each.said])) };
    await this.database.transaction(async (tx) => {
      await this.flights.handed(tx, flight, { block: block.number, said });
      for (const { provider, words, isNews } of heard) {
        if (!isNews || words === null) continue;
        await this.audit.append(tx, {
          type: 'transaction.refused',
          actor: 'system',
          safeId: concerned.safeId,
          subject: flight.transferId,
          detail: { transactionHash, provider, words },
        });
      }
    });
    if (handed.some(({ words }) => words !== null && meaningOf(words) === 'funds')) {
      // Whether it is so, the balance says: a node may lie.
      const isFine = await this.prices.hasFunds(address, block);
      await this.alerts.tell('RELAYER_FUNDS', concerned, isFine);
    }
    return { ...flight, sentAtBlock: block.number, said };
  }
}

/** A node that says it has the bytes already, has taken them. */
function withoutAgreement({ provider, words }: Handed): Handed {
  return { provider, words: words !== null && meaningOf(words) === 'known' ? null : words };
}
