/**
 * Polling intervals and retry pauses of the product, in milliseconds. They never decide whether a check is made, and
 * hold nothing that protects: no age limits, quorums or expiries. Only code can change them, by `AppModule.with`; there
 * is no setting (decision record 0024).
 */
export class Cadence {
  /**
   * Between two rechecks of a waiting transfer. Each reads the chain at every provider. Within this time people learn
   * that they are asked in vain. Safety does not depend on it: the relay gate checks again in any case.
   */
  readonly recheck: number = 5_000;
  /** Until a recheck that found all slots busy is tried again: soon, so that many transfers are checked evenly. */
  readonly recheckBusy: number = 1_000;
  /** Until a simulation is retried whose providers or engines did not answer. */
  readonly simulateAgain: number = 3_000;
  /** The same after a minute of that. Each try examines everything, and is an entry in the log. */
  readonly simulateLater: number = 30_000;
  /** Until the relay gate retries after a failed look. Each try examines everything again, at every provider. */
  readonly relayAgain: number = 5_000;
  /** How long the relay gate waits for the log, which lags 10 to 100 ms. It blocks a job worker. */
  readonly relayPatience: number = 300;
  /** Until the relay gate retries if the log took longer than that. Cheap, because nothing was examined yet. */
  readonly relayUnlogged: number = 1_000;
  /** Until an execution is signed again that could not be sent: a freeze stands, or a provider does not answer. */
  readonly submitAgain: number = 3_000;
  /** Until a look that let a payment not go on is made again. Each simulates at every provider. */
  readonly lookAgain: number = 1_000;
  /** Until a cancel is examined again that could not be cleared. Each try simulates it at every provider. */
  readonly cancelAgain: number = 5_000;
  /** Between two looks at the chain for a relayed transfer; well within a block's 12 seconds. */
  readonly watch: number = 1_000;
  /**
   * Between two polls for due jobs that were not announced: scheduled ones, and those of a process that died. A poll is
   * one query for each of the four workers.
   */
  readonly jobPoll: number = 500;
  /** Between two rounds of upkeep: reordering jobs of dead processes, and deleting what has expired. */
  readonly regularly: number = 30_000;
  /** Between two tests whether an hourly check is due; an incomplete one is soon retried. */
  readonly hourlyDue: number = 60_000;
  /** Between two looks of the sequencer for staged acts. A shorter pause makes many small batches. */
  readonly sequence: number = 50;
  /** Until a batch that failed is tried again. */
  readonly sequenceAgain: number = 500;
  /** Until a witness that has cosigned the latest checkpoint is shown a later one. */
  readonly witness: number = 100;
  /** Until a witness that failed is asked again: it is somebody else's, and may be restarting. */
  readonly witnessAgain: number = 2_000;
  /** Between two polls of a caller that waits for the log to catch up; one indexed query each. */
  readonly logAsked: number = 25;
  /** How long a reader of evidence waits for the log; after that the bundle lacks what the log lacks. */
  readonly evidencePatience: number = 3_000;

  /** Between two signs of life on a stream of events, at which it is also asked whether its reader may still listen. */
  readonly eventBeat: number = 15_000;
  /** How long that question waits for the database. Unanswered for four beats, the streams end. */
  readonly eventPatience: number = 5_000;
  /** Until a lost connection for notifications is opened again; doubled at each failure, up to 32 times as long. */
  readonly listenAgain: number = 1_000;

  /** @param change overrides of the product's values, for tests */
  constructor(change: Partial<Cadence> = {}) {
    Object.assign(this, change);
  }
}

/** The product's values. */
export const CADENCE = new Cadence();
