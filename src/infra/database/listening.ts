import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type pg from 'pg';
import { openClient } from './connections.js';

export interface ListeningOptions {
  readonly databaseUrl: string;
  readonly channel: string;
  /** The first pause before it connects again; doubled at each further failure, up to 32 times as long. */
  readonly againMs: number;
  readonly heard: (payload: string) => void;
  /** It hears from now on, and may have missed what came before. */
  readonly begun: () => void;
}

const DOUBLINGS_MAX = 5;
const PROBE_MS = 5_000;
/** How long a connection may take to say goodbye. */
const END_MS = 1_000;

/**
 * One connection that hears the notifications of one channel. It connects again by itself, with growing pauses, and
 * says whenever it begins to hear anew. A connection of its own: one of a pool would be given to others.
 */
export class Listening {
  private readonly log = new Logger(Listening.name);
  /** The connection that counts. What an older one still says is no news. */
  #current: { client?: pg.Client } | undefined;
  #again: NodeJS.Timeout | undefined;
  #failures = 0;
  #isStopped = false;

  constructor(private readonly options: ListeningOptions) {}

  start(): void {
    void this.open();
  }

  /**
   * Asks the server something. A connection that a firewall has dropped tells nobody; without an answer it counts as
   * lost.
   */
  async probe(): Promise<void> {
    const current = this.#current;
    if (!current?.client) return;
    try {
      await current.client.query({ text: 'SELECT 1', query_timeout: PROBE_MS } as pg.QueryConfig);
      this.#failures = 0;
    } catch (error) {
      this.lost(current, error);
    }
  }

  /** Waits for no server that does not answer: a connection that is being opened ends as soon as it is open. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#again);
    const client = this.#current?.client;
    this.#current = undefined;
    const ended = client?.end().catch(() => undefined);
    await Promise.race([ended, sleep(END_MS, undefined, { ref: false })]);
  }

  private async open(): Promise<void> {
    const current: { client?: pg.Client } = {};
    this.#current = current;
    const { databaseUrl, channel, heard, begun } = this.options;
    try {
      const client = await openClient(databaseUrl, (error) => {
        this.lost(current, error);
      });
      current.client = client;
      if (this.#isStopped) await client.end();
      client.on('notification', ({ payload = '' }) => {
        heard(payload);
      });
      await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
    } catch (error) {
      this.lost(current, error);
      return;
    }
    if (!this.#isStopped) begun();
  }

  /** Acts once for each connection, however often it fails. */
  private lost(current: { client?: pg.Client }, error: unknown): void {
    if (current !== this.#current) return;
    this.#current = undefined;
    current.client?.end().catch(() => undefined);
    if (this.#isStopped) return;
    const pauseMs = this.options.againMs * 2 ** Math.min(this.#failures, DOUBLINGS_MAX);
    this.#failures += 1;
    this.log.warn(`hears nothing, and connects again in ${String(pauseMs)} ms: ${String(error)}`);
    this.#again = setTimeout(() => {
      this.start();
    }, pauseMs);
    this.#again.unref();
  }
}
