import { setTimeout as sleep } from 'node:timers/promises';
import { EventReader } from '../test/http/event-reader.js';

const AGAIN_MS = 100;

/** An act that was recorded: what it was about, when it began, and when it was surely committed. */
export interface Recorded {
  readonly subject: string;
  readonly begunAt: number;
  readonly committedAt: number;
}

/** Listens as a page does: connects again when it is cut off, and fetches everything when it is told to. */
export class Watcher {
  readonly heardAt = new Map<string, number>();
  #everythingAt = 0;
  #isDone = false;
  /** Why the server ended it for good. */
  because: string | undefined;
  reader: EventReader | undefined;

  constructor(
    private readonly ports: () => readonly number[],
    private readonly headers: Readonly<Record<string, string>>,
  ) {}

  async start(): Promise<void> {
    await this.connect();
    void this.stay();
  }

  leave(): void {
    this.#isDone = true;
    this.reader?.leave();
  }

  /** Whether a page would show what the act has made of its subject. */
  knows({ subject, committedAt }: Recorded): boolean {
    return this.because !== undefined || this.heardAt.has(subject) || this.#everythingAt >= committedAt;
  }

  private async stay(): Promise<void> {
    while (!this.#isDone) {
      await this.reader?.ended;
      this.because = this.reader?.because;
      if (this.because === 'access-ended') return;
      await sleep(AGAIN_MS);
      await this.connect().catch(() => undefined);
    }
  }

  private async connect(): Promise<void> {
    const [port] = this.ports();
    if (port === undefined) throw new Error('no replica is left');
    this.reader = await EventReader.open(port, this.headers, ({ kind, id }) => {
      const now = performance.now();
      if (kind === 'everything') this.#everythingAt = now;
      else if (id !== null && !this.heardAt.has(id)) this.heardAt.set(id, now);
    });
    if (this.#isDone) this.reader.leave();
    if (this.reader.status !== 200) throw new Error(`the stream answered ${String(this.reader.status)}`);
  }
}
