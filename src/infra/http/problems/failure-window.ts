const ADDRESSES_MAX = 10_000;

interface Count {
  failures: number;
  readonly until: number;
}

interface Limits {
  readonly max: number;
  readonly windowMs: number;
}

/**
 * Counts failures, or other acts of strangers to be bounded, per network address over a fixed window. Its memory is
 * bounded: with too many addresses the oldest window is forgotten. The host's monotonic clock suffices, because nothing
 * is stored or shared with other replicas.
 */
export class FailureWindow {
  private readonly counts = new Map<string, Count>();

  constructor(
    private readonly limits: Limits,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** Seconds until this address may try again; 0 if it may now. */
  waitSeconds(address: string): number {
    const count = this.current(networkOf(address));
    if (!count || count.failures < this.limits.max) return 0;
    return Math.ceil((count.until - this.nowMs()) / 1000);
  }

  /** True for the failure that closes the window for this address. */
  fail(address: string): boolean {
    const network = networkOf(address);
    const count = this.current(network) ?? this.open(network);
    count.failures += 1;
    return count.failures === this.limits.max;
  }

  private current(network: string): Count | undefined {
    const count = this.counts.get(network);
    if (count && count.until > this.nowMs()) return count;
    this.counts.delete(network);
    return undefined;
  }

  private open(network: string): Count {
    const [oldest] = this.counts.keys();
    if (oldest !== undefined && this.counts.size >= ADDRESSES_MAX) this.counts.delete(oldest);
    const count = { failures: 0, until: this.nowMs() + this.limits.windowMs };
    this.counts.set(network, count);
    return count;
  }
}

/** The network to count by. A single IPv6 customer has a whole /64. */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  return plain.includes(':') ? plain.split(':').slice(0, 4).join(':') : plain;
}
