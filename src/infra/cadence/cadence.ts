/**
 * How often the product looks at something, and how long it waits before it asks again; in milliseconds. Never whether
 * a check is made, and never what protects: how old an answer may be, how many must agree, when something ends or is
 * refused. It is given by code, to `AppModule.with`; no setting reaches it (decision record 0024).
 */
export class Cadence {
  /**
   * Between two looks at what a waiting transfer rests on. Each reads the chain at every provider; people who are asked
   * in vain learn of it within this time. Nothing leaves by it: the relay gate looks again in any case.
   */
  readonly recheck: number = 5_000;
  /** Until a look that found no hand free has its turn again: soon, so that many waiting transfers are looked at evenly. */
  readonly recheckBusy: number = 1_000;
  /** Until a simulation whose providers or engines did not answer is tried again; some twenty times before it is refused. */
  readonly simulateAgain: number = 3_000;
  /** Until the relay gate tries again what could not be looked at: it examines everything anew, at every provider. */
  readonly relayAgain: number = 5_000;
  /** For how long the relay gate stands and waits for the log, which is some 10 to 100 ms behind. It holds a job's hand. */
  readonly relayPatience: number = 300;
  /** Until the relay gate comes again that the log has kept waiting for longer: nothing was examined, so it costs little. */
  readonly relayUnlogged: number = 1_000;
  /** Until the execution that could not go out is signed again: a freeze stands, or a provider does not answer. */
  readonly submitAgain: number = 3_000;
  /** Between two looks at the chain for a relayed transfer: well within the 12 seconds of a block. */
  readonly watch: number = 1_000;
  /**
   * Between two questions for due jobs that nothing has announced: those at a moment, and those of another process that
   * has died. Each costs a query for each of the four hands.
   */
  readonly jobPoll: number = 500;
  /** Between two times that what dead processes have left is ordered anew, and that what has expired is deleted. */
  readonly regularly: number = 30_000;
  /** Between two questions whether an hourly check is due: one that could not be completed is soon tried again. */
  readonly hourlyDue: number = 60_000;
  /** How long what was just written may lie before it is sequenced. Looking more often makes many small batches. */
  readonly sequence: number = 50;
  /** Until a batch that failed is tried again. */
  readonly sequenceAgain: number = 500;
  /** Until a witness that has cosigned the latest checkpoint is shown a later one. */
  readonly witness: number = 100;
  /** Until a witness that failed is asked again: it is somebody else's, and may be restarting. */
  readonly witnessAgain: number = 2_000;
  /** Between two questions whether the log has caught up, by whoever stands and waits: an indexed query each. */
  readonly logAsked: number = 25;
  /** For how long a reader of evidence waits for the log; what it lacks after that is given out as lacking. */
  readonly evidencePatience: number = 3_000;

  /** @param change what is not to be as the product has it */
  constructor(change: Partial<Cadence> = {}) {
    Object.assign(this, change);
  }
}

/** The product's own. */
export const CADENCE = new Cadence();
