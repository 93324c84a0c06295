import { Injectable } from '@nestjs/common';
import { type Hex } from 'viem';
import { z } from 'zod';
import { DomainError } from '../domain/errors.js';
import type { Purpose } from '../domain/relay/fees.js';
import type { FlightBytes } from '../domain/relay/flight.js';
import { type Address, parseAddress } from '../domain/values/address.js';
import { type Bytes32, parseBytes32, parseHex } from '../domain/values/hex.js';
import { type TransferId, parseId } from '../domain/values/identifier.js';
import { storedBytes32 } from '../domain/values/stored.js';
import { type UnixSeconds } from '../domain/values/time.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { RelayerFlightModel } from '../generated/prisma/models/RelayerFlight.js';
import { Database, type Tx, fromDate, toDate } from '../infra/database/database.js';

/** Bytes of a relayer's key that are stored and may be with nodes: one account nonce of each key at a time. */
export interface Flight extends FlightBytes {
  readonly address: Address;
  readonly nonce: bigint;
  readonly transferId: TransferId;
  readonly purpose: Purpose;
  readonly rawTransaction: Hex;
  /** When these bytes were stored. */
  readonly at: UnixSeconds;
}

export type NewFlight = Omit<Flight, 'at' | 'sentAtBlock'>;

const SaidColumn = z.record(
  z.string(),
  z.strictObject({ of: storedBytes32, words: z.string().nullable(), told: z.int() }),
);
const PurposeColumn = z.enum(['execute', 'burn', 'void']);

/** Hands out account nonces: next bytes replace only what was seen when they were signed, so no two get one unseen. */
@Injectable()
export class FlightsRepository {
  constructor(private readonly database: Database) {}

  async find(address: Address, tx: Tx = this.database.read): Promise<Flight | undefined> {
    const row = await tx.relayerFlight.findUnique({ where: { address } });
    return row ? parseRow(row) : undefined;
  }

  /**
   * Stores new bytes over those that were seen. Bytes that are not stored are never sent.
   * @param seen the hash of what the key had on its way when these were signed
   * @throws DomainError STATE_CONFLICT if it has something else by now
   */
  async put(tx: Tx, flight: NewFlight, seen: Bytes32 | undefined): Promise<void> {
    const { address, transferId } = flight;
    const data = {
      ...{ nonce: flight.nonce, transferId, purpose: flight.purpose },
      ...{ transactionHash: flight.transactionHash, rawTransaction: flight.rawTransaction },
      ...{ signedAtBlock: flight.signedAtBlock, sentAtBlock: null, versions: flight.versions },
      said: json(flight.said),
      createdAt: toDate(await this.database.now(tx)),
    };
    // Of two that come at once, one waits for the other and then finds nothing to replace.
    const { count } =
      seen === undefined
        ? await tx.relayerFlight.createMany({ data: { address, ...data }, skipDuplicates: true })
        : await tx.relayerFlight.updateMany({ where: { address, transactionHash: seen }, data });
    if (count !== 1) throw taken(address);
  }

  /** What nodes made of the bytes, unless they were replaced meanwhile. */
  async handed(
    tx: Tx,
    { address, transactionHash }: Pick<Flight, 'address' | 'transactionHash'>,
    { block, said }: { readonly block: bigint; readonly said: FlightBytes['said'] },
  ): Promise<void> {
    await tx.relayerFlight.updateMany({
      where: { address, transactionHash },
      data: { sentAtBlock: block, said: json(said) },
    });
  }
}

function json(said: FlightBytes['said']): Prisma.InputJsonObject {
  return Object.fromEntries(Object.entries(said).map(([provider, each]) => [provider, { ...each }]));
}

function taken(address: Address): DomainError {
  return new DomainError('STATE_CONFLICT', `the relayer's key ${address} sends something else by now`);
}

function parseRow(row: RelayerFlightModel): Flight {
  return {
    address: parseAddress(row.address),
    nonce: row.nonce,
    transferId: parseId('tr', row.transferId),
    purpose: PurposeColumn.parse(row.purpose),
    transactionHash: parseBytes32(row.transactionHash),
    rawTransaction: parseHex(row.rawTransaction),
    signedAtBlock: row.signedAtBlock,
    sentAtBlock: row.sentAtBlock,
    versions: row.versions,
    said: SaidColumn.parse(row.said),
    at: fromDate(row.createdAt),
  };
}
