import { type Gateway, GatewayRefusal } from '../gateway/gateway.js';
import { mismatched } from '../terminal/failures.js';

/** The gateway that gives the log. Its session may end, and is opened again where that needs nobody. */
export class LogSource {
  #gateway: Gateway | undefined;
  #ending: AbortSignal | undefined;

  constructor(
    gateway: Gateway,
    private readonly open: () => Promise<Gateway>,
  ) {
    this.#gateway = gateway;
  }

  /** @throws ProgramFailure with 11 where a person has to sign in */
  async gateway(): Promise<Gateway> {
    this.#gateway ??= await this.open();
    return this.#gateway;
  }

  /** What is being asked then is given up. */
  endBy(signal: AbortSignal): void {
    this.#ending = signal;
  }

  /** @returns whether it was by a session that has ended now; the next question opens another one */
  hasEnded(error: unknown): boolean {
    const isOver = error instanceof GatewayRefusal && error.problem.code === 'UNAUTHENTICATED';
    if (!isOver || !this.#gateway) return false;
    this.#gateway = undefined;
    return true;
  }

  /**
   * The entries from an index on, with their names.
   * @param isTaken whether they follow what was taken: a log that is shorter than that has lost entries
   */
  async next(from: bigint, isTaken: boolean): Promise<string> {
    const gateway = await this.gateway();
    try {
      const query = { from: from.toString(), names: 'true' };
      return await gateway.watchEntries('/v1/log/entries', query, this.#ending);
    } catch (error) {
      const isShort = error instanceof GatewayRefusal && error.problem.code === 'AUDIT_ENTRY_NOT_FOUND';
      if (!isShort || !isTaken) throw error;
      throw mismatched(`the log ends before entry ${from.toString()}, up to which it was given out`);
    }
  }
}
