import net, { type AddressInfo } from 'node:net';

/** Stands between Sluice and PostgreSQL, and can break one connection when its COMMIT has been handed on. */
export class LostCommit {
  readonly #sockets = new Set<net.Socket>();
  #after: string | undefined;

  private constructor(
    private readonly server: net.Server,
    private readonly target: URL,
  ) {}

  static async before(databaseUrl: string): Promise<LostCommit> {
    const server = net.createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const lost = new LostCommit(server, new URL(databaseUrl));
    server.on('connection', (client) => {
      lost.#connect(client);
    });
    return lost;
  }

  get url(): string {
    const url = new URL(this.target);
    url.searchParams.delete('host');
    url.hostname = '127.0.0.1';
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  /** Of the next transaction that speaks of this, the answer to its COMMIT never arrives. */
  loseAfter(words: string): void {
    this.#after = words;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((closed) => this.server.close(closed));
  }

  #connect(client: net.Socket): void {
    const port = Number(this.target.port || 5432);
    const folder = this.target.searchParams.get('host');
    const database = folder
      ? net.connect(`${folder}/.s.PGSQL.${String(port)}`)
      : net.connect(port, this.target.hostname);
    let isMarked = false;
    let isLost = false;
    for (const socket of [client, database]) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
    }
    client.on('data', (bytes) => {
      if (this.#after !== undefined && bytes.includes(this.#after)) isMarked = true;
      if (isMarked && bytes.includes('COMMIT')) {
        isLost = true;
        isMarked = false;
        this.#after = undefined;
      }
      database.write(bytes);
    });
    database.on('data', (bytes) => {
      // PostgreSQL answers when it is done.
      if (isLost) client.destroy();
      else client.write(bytes);
    });
    client.on('close', () => database.end());
    database.on('close', () => client.destroy());
  }
}
