import { Injectable } from '@nestjs/common';
import type { Control, ControlClaim } from '../../domain/address-book/control.js';
import {
  type Destination,
  type DestinationContent,
  type DestinationInput,
  parseDestinationContent,
} from '../../domain/address-book/destination.js';
import {
  destinationFaults,
  foundLookalikes,
  lookalikeFaults,
  versionFaults,
} from '../../domain/address-book/destination-faults.js';
import { type FoundLookalike, LookalikesFound } from '../../domain/address-book/lookalikes-found.js';
import { destinationDirection } from '../../domain/address-book/direction.js';
import { DomainError, type Fault } from '../../domain/errors.js';
import type { AgreedBlock } from '../../domain/simulation/block.js';
import { canonicalJson } from '../../domain/values/canonical-json.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import type { DestinationId } from '../../domain/values/identifier.js';
import { SafeReader } from '../../infra/chain/safe-reader.js';
import { BookWorlds } from './book-worlds.js';
import { ControlProofs } from './control-proofs.js';

export interface PrepareTerms {
  /** This installation's id: the hash of its founding change. */
  readonly installation: Bytes32;
  /** The entry of which the proposal is a new version; absent for a new entry. */
  readonly replaces?: DestinationId | undefined;
}

/** Makes a proposed entry of the address book from a person's input and the chain, or refuses it. */
@Injectable()
export class DestinationPreparer {
  constructor(
    private readonly worlds: BookWorlds,
    private readonly reader: SafeReader,
    private readonly proofs: ControlProofs,
  ) {}

  /**
   * The caller must use up the challenge in the transaction that writes the proposal (`DestinationChallenges.use`).
   * A version that only tightens is compared with its own entry alone, so that nothing delays tightening.
   * @throws DomainError with a pointer into the input for each fault; RPC_UNAVAILABLE or RPC_DISAGREE
   */
  async prepare(input: DestinationInput, terms: PrepareTerms): Promise<DestinationContent> {
    const world = await this.worlds.of(terms.replaces);
    const tighter = world.before && tightened(world.before, input);
    if (tighter) {
      refuse(versionFaults(tighter, world));
      return tighter;
    }
    const block = await this.reader.block('latest');
    const codeHash = await this.reader.codeHash(input.address, block, 'all');
    const content = parseDestinationContent({
      ...input,
      codeHash,
      control: controlAt(input.control, block),
    });
    const unproven = await unprovenFaults(this.proofs.check(content, terms.installation, block));
    const known = [...world.known, ...(await this.worlds.met(world, block))];
    // A look-alike is what somebody may have planted: it comes first.
    const faults = [...lookalikeFaults(content, known), ...destinationFaults(content, world), ...unproven];
    refuse(faults, foundLookalikes(content.address, known));
    return content;
  }
}

/** The new version with the old one's proof, if it keeps the proof and only tightens. */
function tightened(before: Destination, input: DestinationInput): DestinationContent | undefined {
  const { codeHash, control } = before;
  if (!isSameClaim(input.control, control)) return undefined;
  const content = parseDestinationContent({ ...input, codeHash, control });
  return destinationDirection(before, content) === 'tightens' ? content : undefined;
}

function isSameClaim(claim: ControlClaim, control: Control): boolean {
  const { blockHash: _, ...claimed } = control.kind === 'eip1271' ? control : { ...control, blockHash: null };
  return canonicalJson({ ...claim }) === canonicalJson(claimed);
}

function controlAt(claim: ControlClaim, block: AgreedBlock): Control {
  return claim.kind === 'eip1271' ? { ...claim, blockHash: block.hash } : claim;
}

/** What is wrong with a proof of control. What could not be asked is no fault of the entry, and is thrown. */
async function unprovenFaults(checked: Promise<void>): Promise<readonly Fault[]> {
  try {
    await checked;
    return [];
  } catch (error) {
    if (!(error instanceof DomainError) || error.faults.length === 0) throw error;
    return error.faults;
  }
}

function refuse(faults: readonly Fault[], lookalikes: readonly FoundLookalike[] = []): void {
  const [first] = faults;
  if (first === undefined) return;
  if (first.code === 'DEST_LOOKALIKE') throw new LookalikesFound(detailOf(faults, first), faults, lookalikes);
  throw new DomainError(first.code, detailOf(faults, first), faults);
}

function detailOf({ length }: readonly Fault[], first: Fault): string {
  return length === 1 ? first.detail : `${String(length)} things speak against this entry`;
}
