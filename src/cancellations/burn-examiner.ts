import { Injectable } from '@nestjs/common';
import { burnWords } from '../domain/confirmations/cancellation-statement.js';
import { DomainError } from '../domain/errors.js';
import { supportedVersion } from '../domain/safes/onboarding.js';
import { profileDrift } from '../domain/safes/profile.js';
import type { AgreedBlock } from '../domain/simulation/block.js';
import { parseSafeTransaction } from '../domain/transfers/parse-safe-transaction.js';
import { buildCancel } from '../domain/transfers/safe-transaction.js';
import type { TransferIn } from '../domain/transfers/transfer.js';
import type { Bytes32 } from '../domain/values/hex.js';
import { TransferObjects } from '../decisions/transfer-objects.js';
import { Relayer } from '../infra/chain/relayer/relayer.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { ThreeHashes } from '../infra/safe/three-hashes.js';
import type { OnboardedSafe } from '../safes/safes.repository.js';
import { type SimulationOutcome, SimulationService } from '../simulation/simulation.service.js';

/** A burn that every engine agrees on: it uses up the nonce, and nothing else happens. */
export interface ExaminedBurn {
  /** The Safe as it was examined. */
  readonly safe: OnboardedSafe;
  readonly safeTxHash: Bytes32;
  readonly effectsDigest: Bytes32;
  readonly words: string;
  readonly block: AgreedBlock;
  readonly outcome: SimulationOutcome;
}

/** Builds the burn of a transfer's nonce, parses it back, hashes it three ways and simulates it, outside any transaction. */
@Injectable()
export class BurnExaminer {
  constructor(
    private readonly objects: TransferObjects,
    private readonly reader: SafeReader,
    private readonly hashes: ThreeHashes,
    private readonly simulation: SimulationService,
    private readonly relayer: Relayer,
  ) {}

  /** @throws DomainError saying what is not as it must be, or what could not be asked */
  async examine({ id, intent, evidence }: TransferIn<'cancelling'>): Promise<ExaminedBurn> {
    const safe = await this.objects.safe(intent);
    const { nonce, words } = evidence.cleared;
    const block = await this.readPinned(safe, nonce);
    const transaction = buildCancel(safe.address, nonce);
    const context = { safe: safe.address, chainId: safe.profile.chainId, nonce, assets: [] };
    if (parseSafeTransaction(transaction, context).kind !== 'cancel')
      throw new DomainError(
        'PARSE_BACK_MISMATCH',
        'the built Safe transaction does not read back as a cancel',
      );
    const version = supportedVersion(safe.profile);
    if (typeof version !== 'string') throw new DomainError(version.code, version.reason);
    const identity = { chainId: safe.profile.chainId, address: safe.address, version };
    const { digest: safeTxHash } = await this.hashes.digests(transaction, identity, block);
    const facts = {
      ...{ profile: safe.profile, movement: null, transaction, safeTxHash },
      executor: this.relayer.addressOf(safe.address),
    };
    const outcome = await this.simulation.simulate(facts, block);
    const { judgement } = outcome;
    if (judgement.verdict !== 'agreed') throw new DomainError(judgement.code, judgement.reasons.join('; '));
    return {
      ...{ safe, safeTxHash, effectsDigest: judgement.effectsDigest, block, outcome },
      words: burnWords({ nonce, safe, transferId: id, words }),
    };
  }

  /** The block at which the Safe is as pinned and the nonce is unused. */
  private async readPinned(safe: OnboardedSafe, nonce: bigint): Promise<AgreedBlock> {
    const reading = await this.reader.readProfile(safe.address, 'all', safe.profile);
    const [drift] = profileDrift(safe.profile, reading.profile);
    if (drift) {
      const reason = `the Safe's ${drift.field} is ${drift.actual}, pinned ${drift.expected}`;
      throw new DomainError('SAFE_STATE_DRIFT', reason);
    }
    if (reading.nonce === nonce) return reading.block;
    const reason = `the Safe's nonce is ${reading.nonce.toString()}: ${nonce.toString()} cannot be burnt now`;
    throw new DomainError('NONCE_SUPERSEDED', reason);
  }
}
