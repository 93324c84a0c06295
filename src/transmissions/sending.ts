import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { unreachable } from '../domain/errors.js';
import { aimOf, isHandingDue } from '../domain/relay/flight.js';
import type { Purpose } from '../domain/relay/fees.js';
import { Relayer } from '../infra/chain/relayer/relayer.js';
import { Database } from '../infra/database/database.js';
import { SafesRepository } from '../safes/safes.repository.js';
import { ExecutionSending } from './execution-sending.js';
import { type Flight, FlightsRepository } from './flights.repository.js';
import type { Going } from './going.js';
import { KeyTurns } from './key-turns.js';
import { ReplacementSending } from './replacement-sending.js';
import { type Sendable, wantedOf } from './sendable.js';
import { waitingWords } from './waiting-words.js';

/** Bytes that were just stored are being handed out by whoever stored them; after these seconds it has died. */
const HANDING_SECONDS = 3;

/**
 * Brings a transfer's bytes to the nodes until they are mined: at most once a block, at one account nonce of its key.
 * Once the payment must not happen, it replaces them at the same account nonce.
 */
@Injectable()
export class Sending {
  constructor(
    private readonly database: Database,
    private readonly safes: SafesRepository,
    private readonly relayer: Relayer,
    private readonly flights: FlightsRepository,
    private readonly turns: KeyTurns,
    private readonly executions: ExecutionSending,
    private readonly replacements: ReplacementSending,
    private readonly config: Config,
  ) {}

  /**
   * @returns what the transfer waits for, in words, if anything but the next block
   * @throws DomainError if the chain cannot be read, or something is missing that a payment needs
   */
  async send(transfer: Sendable): Promise<string | undefined> {
    const { id, intent } = transfer;
    const safe = await this.safes.find(intent.safeId);
    if (!safe) throw new Error(`${intent.safeId} is not onboarded`);
    const address = this.relayer.addressOf(safe.address);
    const held = await this.flights.find(address);
    const wanted = wantedOf(transfer, safe.frozen !== null);
    if (wanted === 'nothing' && held?.transferId !== id) return undefined;
    const paused = wanted === 'execute' ? this.executions.paused(id) : undefined;
    if (paused !== undefined) return paused;
    const turn = await this.turns.of(address, held, id);
    const aim = aimOf(wanted, turn.own?.purpose);
    if (aim === undefined) return undefined;
    if (turn.heldBy !== undefined) return `the relayer's key sends ${turn.heldBy} first`;
    const going = { safe, concerned: { safeId: safe.id, transferId: id, address }, turn };
    if (turn.own?.purpose === aim && !(await this.isDue(turn.own, going)))
      return waitingWords(turn.own, turn.block.number, this.config.relayerFeeCap);
    return this.act(aim, transfer, going);
  }

  private async act(aim: Purpose, transfer: Sendable, going: Going): Promise<string | undefined> {
    switch (aim) {
      case 'execute':
        return transfer.state === 'cancelling' ? undefined : this.execute(transfer, going);
      case 'burn':
        return transfer.state === 'cancelling' ? this.replacements.burn(transfer, going) : undefined;
      case 'void':
        return this.replacements.void(transfer, going);
      default:
        return unreachable(aim);
    }
  }

  private async execute(
    transfer: Exclude<Sendable, { state: 'cancelling' }>,
    going: Going,
  ): Promise<string | undefined> {
    const { isStopped, isOutbid, words } = await this.executions.send(transfer, going);
    const isVoided = (isStopped && going.turn.own !== undefined) || isOutbid;
    return isVoided ? this.replacements.void(transfer, going) : words;
  }

  private async isDue(own: Flight, { turn }: Going): Promise<boolean> {
    if (!isHandingDue(own, turn.block.number)) return false;
    return own.sentAtBlock !== null || (await this.database.now()) - own.at >= HANDING_SECONDS;
  }
}
