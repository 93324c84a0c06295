import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Config } from '../config/config.js';
import { EVERYTHING, type Hint } from '../domain/audit-log/hints/hint.js';
import type { Role } from '../domain/identity/person.js';
import { accessIdOf, StandingAccess } from '../identity/standing-access.js';
import { Cadence } from '../infra/cadence/cadence.js';
import { Listening } from '../infra/database/listening.js';
import { type Principal, actorOf } from '../infra/http/access.js';
import { RateLimited } from '../infra/http/problems/rate-limited.js';
import type { StreamEnd } from './events.contract.js';
import { HintReaders } from './hint-readers.js';
import { Listener, type Sink } from './listener.js';
import { toldBy } from './notice.js';

/** Of one session or API key, at this replica. */
const STREAMS_MAX = 5;
/** Of one person, however many sessions they have, at this replica. */
const OF_PERSON_MAX = 20;
/** Of all together, at this replica. */
const ALL_MAX = 2_000;
const WAIT_SECONDS = 60;
/** In beats: a minute. After that a stream ends whose reader's access could not be asked about. */
const UNASKED_BEATS = 4;
const CHANNEL = 'sluice_acts';

interface Stream {
  readonly listener: Listener;
  readonly principal: Principal;
}

/** The streams of this replica, and the one connection that tells it what any replica has committed. */
@Injectable()
export class EventStreams implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(EventStreams.name);
  private readonly listening: Listening;
  readonly #streams = new Set<Stream>();
  #timer: NodeJS.Timeout | undefined;
  #isFlushOrdered = false;
  #isClosed = false;
  #checking: Promise<void> | undefined;
  /** How many checks were wanted, and how many of these were before one began: the others may have come too late for it. */
  #wanted = 0;
  #met = 0;
  /** Beats since it was last answered who may listen. */
  #unasked = 0;
  /** The database has let a question wait for too long: until the next beat it is asked no other. */
  #isSilent = false;

  constructor(
    config: Config,
    private readonly cadence: Cadence,
    private readonly access: StandingAccess,
    private readonly readers: HintReaders,
  ) {
    this.listening = new Listening({
      databaseUrl: config.databaseUrl,
      channel: CHANNEL,
      againMs: cadence.listenAgain,
      heard: (payload) => {
        const { hints, isAccess } = toldBy(payload);
        this.tell(hints);
        if (isAccess) void this.check();
      },
      begun: () => {
        this.tell([EVERYTHING]);
        void this.check();
      },
    });
  }

  onApplicationBootstrap(): void {
    this.listening.start();
    this.#timer = setInterval(() => {
      this.beat();
    }, this.cadence.eventBeat);
    this.#timer.unref();
  }

  /** Before the server stops: it would wait for open answers. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    for (const stream of this.#streams) this.end(stream, 'shutting-down');
    await this.listening.stop();
  }

  get size(): number {
    return this.#streams.size;
  }

  /** @throws RateLimited if this replica has no room for one more */
  requireRoom(principal: Principal): void {
    if (this.#streams.size < ALL_MAX || this.givingWayTo(principal).size > 0) return;
    throw new RateLimited(WAIT_SECONDS, 'there are too many streams of events');
  }

  /**
   * Opens a stream. Beyond their number the oldest of the session, or of the person, gives way: after a night asleep
   * it is the one that nobody reads.
   */
  open(principal: Principal, sink: Sink): Listener {
    for (const old of this.givingWayTo(principal)) this.end(old, 'too-many-streams');
    const listener = new Listener(sink, this.readers.kindsFor(principal.roles));
    const stream = { listener, principal };
    this.#streams.add(stream);
    if (this.#isClosed) this.end(stream, 'shutting-down');
    // Its access may have ended after the guard had asked, and before anybody would ask again.
    void this.check();
    return listener;
  }

  close(listener: Listener): void {
    for (const stream of this.#streams) if (stream.listener === listener) this.#streams.delete(stream);
  }

  /** Written at the end of the turn, so that the hints of one act become one. */
  private tell(hints: readonly Hint[]): void {
    if (hints.length === 0) return;
    for (const { listener } of this.#streams) listener.hear(hints);
    if (this.#isFlushOrdered) return;
    this.#isFlushOrdered = true;
    setImmediate(() => {
      this.#isFlushOrdered = false;
      for (const { listener } of this.#streams) listener.flush();
    });
  }

  /** The sign of life waits for nobody: a database that hangs must not let it fail to come. */
  private beat(): void {
    for (const stream of this.#streams) if (!stream.listener.beat()) this.end(stream, 'too-slow');
    this.#unasked += 1;
    this.#isSilent = false;
    void this.listening.probe();
    void this.check();
  }

  /** Ends the streams of those who may no longer listen. One check at a time, and one more for all that came during it. */
  private check(): Promise<void> {
    this.#wanted += 1;
    this.#checking ??= this.checkUntilMet().finally(() => {
      this.#checking = undefined;
    });
    return this.#checking;
  }

  private async checkUntilMet(): Promise<void> {
    while (this.#met < this.#wanted && !this.#isClosed) {
      this.#met = this.#wanted;
      await this.checkOnce();
    }
  }

  private async checkOnce(): Promise<void> {
    const asked = [...this.#streams];
    if (asked.length === 0) this.#unasked = 0;
    if (asked.length === 0 || this.#isSilent) return;
    let roles: ReadonlyMap<string, readonly Role[]>;
    try {
      roles = await this.answered(this.access.rolesOf(asked.map(({ principal }) => principal)));
      this.#unasked = 0;
    } catch (error) {
      this.log.warn(`whether streams may go on could not be asked: ${String(error)}`);
      if (this.#unasked < UNASKED_BEATS) return;
      roles = new Map();
    }
    for (const stream of asked) {
      const held = roles.get(accessIdOf(stream.principal));
      if (held === undefined || held.length === 0) this.end(stream, 'access-ended');
      else stream.listener.mayRead(this.readers.kindsFor(held));
    }
  }

  /** The answer, unless the database lets it wait: then it comes too late, and counts no more. */
  private async answered<T>(answer: Promise<T>): Promise<T> {
    const patience = new AbortController();
    const late = sleep(this.cadence.eventPatience, undefined, { signal: patience.signal }).then(() => {
      this.#isSilent = true;
      throw new Error('the database did not answer in time');
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      patience.abort();
      late.catch(() => undefined);
      answer.catch(() => undefined);
    }
  }

  private givingWayTo(principal: Principal): ReadonlySet<Stream> {
    const all = [...this.#streams];
    const own = all.filter((each) => accessIdOf(each.principal) === accessIdOf(principal));
    const ofPerson = all.filter((each) => actorOf(each.principal) === actorOf(principal));
    return new Set([...oldest(own, STREAMS_MAX), ...oldest(ofPerson, OF_PERSON_MAX)]);
  }

  private end(stream: Stream, because: StreamEnd): void {
    if (this.#streams.delete(stream)) stream.listener.end(because);
  }
}

/** Those that are too many for one more. */
function oldest(streams: readonly Stream[], max: number): readonly Stream[] {
  return streams.slice(0, Math.max(0, streams.length - max + 1));
}
