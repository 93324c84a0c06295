import { Injectable } from '@nestjs/common';
import { foundLookalikes } from '../../domain/address-book/destination-faults.js';
import { noDestination } from '../../domain/address-book/no-destination.js';
import { DomainError, isPassing } from '../../domain/errors.js';
import { pendingDestinations } from '../../domain/register/pending-destinations.js';
import { knownLibrary } from '../../domain/safes/known-libraries.js';
import { isReleasedContract } from '../../domain/safes/known-deployments.js';
import type { AgreedBlock } from '../../domain/simulation/block.js';
import type { Address } from '../../domain/values/address.js';
import { SafeReader } from '../../infra/chain/safe-reader.js';
import { printTimestamp } from '../../infra/http/wire.contract.js';
import { Register } from '../../register/register.js';
import { BookWorlds, type NamedAddress, type SeenWorld } from './book-worlds.js';
import type { DestinationCheckView } from './destination-checks.contract.js';

/** How long the Safes' history is not read again for a check: it is two weeks, at every provider. */
const HISTORY_MS = 5 * 60_000;

interface Kept {
  /** The register whose Safes and tokens were looked at, and whose addresses have names. */
  readonly head: string;
  readonly until: number;
  readonly met: Promise<readonly NamedAddress[]>;
}

/** What is known of an address before anybody proposes it. It only informs: the draft asks everything again. */
@Injectable()
export class DestinationChecks {
  #kept: Kept | undefined;

  constructor(
    private readonly worlds: BookWorlds,
    private readonly reader: SafeReader,
    private readonly register: Register,
  ) {}

  async check(address: Address): Promise<DestinationCheckView> {
    const world = await this.worlds.of(undefined);
    const register = await this.register.current();
    const pending = pendingDestinations(register).map(({ entry, activeFrom }): Pending => ({
      ...{ address: entry.address, kind: 'pending', destination: entry.id, label: entry.label },
      what: `the approved entry "${entry.label}", which begins at ${printTimestamp(activeFrom)}`,
      activeFrom: printTimestamp(activeFrom),
    }));
    const { code, met } = await this.seen(address, (block) => this.met(world, register.ledger.head, block));
    const named: readonly Pending[] = [...world.known, ...pending];
    return {
      address,
      lookalikes: foundLookalikes(address, [...named, ...(met ?? [])]).map((each) => ({
        ...each,
        differing: [...each.differing],
        lines: each.lines.map((line) => ({ ...line })),
      })),
      code,
      isHistoryRead: met !== undefined,
      known: [...named.filter((each) => each.address === address).map(knownView), ...lostView(address)],
    };
  }

  /** Whom the Safes had to do with. It may be some minutes old: the draft reads it anew. */
  private met(world: SeenWorld, head: string, block: AgreedBlock): Promise<readonly NamedAddress[]> {
    const now = performance.now();
    if (this.#kept?.head === head && now < this.#kept.until) return this.#kept.met;
    const kept: Kept = { head, until: now + HISTORY_MS, met: this.worlds.met(world, block) };
    this.#kept = kept;
    kept.met.catch(() => {
      if (this.#kept === kept) this.#kept = undefined;
    });
    return kept.met;
  }

  /** What the chain says of it, as far as it answers. */
  private async seen(
    address: Address,
    meet: (block: AgreedBlock) => Promise<readonly NamedAddress[]>,
  ): Promise<{ code: DestinationCheckView['code']; met: readonly NamedAddress[] | undefined }> {
    let block: AgreedBlock;
    let code: DestinationCheckView['code'];
    try {
      block = await this.reader.block('latest');
      const codeHash = await this.reader.codeHash(address, block, 'all');
      code = { kind: 'read', hasCode: codeHash !== null, codeHash };
    } catch (error) {
      return { code: { kind: 'unavailable', reason: passing(error) }, met: undefined };
    }
    try {
      return { code, met: await meet(block) };
    } catch (error) {
      passing(error);
      return { code, met: undefined };
    }
  }
}

type Pending = NamedAddress & { readonly activeFrom?: string | null };

/** @throws what says more than that the chain could not be asked */
function passing(error: unknown): string {
  if (error instanceof DomainError && isPassing(error.code)) return error.message;
  throw error;
}

function knownView({ kind, what, destination, label, activeFrom = null }: Pending) {
  return { kind, words: what, destination: destination ?? null, label: label ?? null, activeFrom };
}

/** Addresses that are no destination anywhere, whatever the register says. */
function lostView(address: Address): DestinationCheckView['known'] {
  const words = noDestination(address, { safes: [], tokens: [] });
  if (words === undefined) return [];
  const isContract = isReleasedContract(address) || knownLibrary(address) !== undefined;
  const kind = isContract ? 'safe-contract' : words === 'the zero address' ? 'zero' : 'lost';
  return [{ kind, words, destination: null, label: null, activeFrom: null }];
}
