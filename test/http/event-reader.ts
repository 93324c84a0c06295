import { type ClientRequest, type IncomingMessage, get } from 'node:http';
import { z } from 'zod';
import { Hint } from '../../src/events/events.contract.js';

export type HeardHint = z.output<typeof Hint>;

const End = z.object({ because: z.string() });

/** Reads one stream of events as a browser does: by blank lines, and until it ends. */
export class EventReader {
  readonly hints: HeardHint[] = [];
  /** How many comments have come. */
  beats = 0;
  /** The reason of the event `end`; undefined if it was cut. */
  because: string | undefined;
  readonly ended: Promise<void>;
  #text = '';
  readonly #waiting = new Set<() => void>();

  private constructor(
    private readonly request: ClientRequest,
    readonly response: IncomingMessage,
    private readonly onHint: (hint: HeardHint) => void,
  ) {
    this.ended = new Promise((resolve) => {
      response.on('close', resolve);
      response.on('error', () => undefined);
    });
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      this.#text += chunk;
      const blocks = this.#text.split('\n\n');
      this.#text = blocks.pop() ?? '';
      for (const block of blocks) this.read(block);
      for (const look of this.#waiting) look();
    });
  }

  static open(
    port: number,
    headers: Readonly<Record<string, string>>,
    onHint: (hint: HeardHint) => void = () => undefined,
  ): Promise<EventReader> {
    return new Promise((resolve, reject) => {
      const request = get(
        {
          port,
          host: '127.0.0.1',
          path: '/v1/events',
          headers: { 'Accept-Encoding': 'gzip', ...headers },
          agent: false,
        },
        (response) => {
          resolve(new EventReader(request, response, onHint));
        },
      );
      request.on('error', reject);
    });
  }

  get status(): number {
    return this.response.statusCode ?? 0;
  }

  /** Resolves once it is so of what has been read; rejects if the stream ends before. */
  async until(isSo: (reader: this) => boolean): Promise<void> {
    const so = new Promise<void>((resolve) => {
      const look = (): void => {
        if (!isSo(this)) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
    const ended = this.ended.then(() => {
      if (!isSo(this)) throw new Error(`the stream ended first: ${this.because ?? 'cut'}`);
    });
    await Promise.race([so, ended]);
  }

  heard(kind: HeardHint['kind'], id: string | null = null): Promise<void> {
    return this.until(({ hints }) => hints.some((hint) => hint.kind === kind && hint.id === id));
  }

  /** How often everything was to be fetched. */
  get everything(): number {
    return this.hints.filter(({ kind }) => kind === 'everything').length;
  }

  /** From now on it takes nothing more. */
  pause(): void {
    this.response.pause();
  }

  leave(): void {
    this.request.destroy();
  }

  private take(hint: HeardHint): void {
    this.hints.push(hint);
    this.onHint(hint);
  }

  private read(block: string): void {
    if (/^event: beat$/m.test(block)) {
      this.beats += 1;
      return;
    }
    const data = /^data: (.*)$/m.exec(block)?.[1];
    if (data === undefined) return;
    if (/^event: end$/m.test(block)) this.because = End.parse(JSON.parse(data)).because;
    else this.take(Hint.parse(JSON.parse(data)));
  }
}
