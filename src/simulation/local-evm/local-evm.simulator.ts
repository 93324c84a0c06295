import { Injectable } from '@nestjs/common';
import type { Hex } from 'viem';
import type { BlockHeader } from '../../domain/simulation/header.js';
import {
  type SimulationReport,
  type SimulationRequest,
  Simulator,
} from '../../domain/simulation/simulator.js';
import type { AccountProof } from '../../domain/simulation/state-proof.js';
import type { Address } from '../../domain/values/address.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import { headerOf } from '../../infra/chain/block-headers.js';
import { Providers } from '../../infra/chain/providers.js';
import { Bytes } from '../../infra/chain/rpc-answers.js';
import type { RpcProvider } from '../../infra/chain/rpc-provider.js';
import { requestProof } from '../../infra/chain/state-proofs.js';
import { CheckedCodes } from './checked-codes.js';
import { ProvenState } from './proven-state.js';
import type { StateSource } from './state-source.js';
import { StateMemory } from './state-memory.js';
import { wantedState } from './wanted-state.js';

/**
 * Our own EVM on state proven against the agreed block. It reports every section. The provider only delivers state: it
 * can withhold it, but not change the result.
 */
@Injectable()
export class LocalEvmSimulator extends Simulator {
  override readonly engine = 'local-evm';
  override readonly reach = 'any-provider';
  readonly #codes = new CheckedCodes();
  readonly #memory = new StateMemory();

  constructor(private readonly providers: Providers) {
    super();
  }

  override async simulate(request: SimulationRequest): Promise<SimulationReport> {
    const { provider: name, block } = request;
    // Every provider shows the header of the agreed hash. One that shows another is no witness but a liar.
    const vouching = await this.providers.inForce();
    const headers = new Map(vouching.map((each) => [each.name, headerOf(each, block.hash)]));
    const source = new ProviderState(this.providers.named(name), block.hash, headers.get(name));
    const proven = new ProvenState(block, source, this.#codes);
    const [{ executeLocally }] = await Promise.all([
      // The EVM is not loaded before the first simulation, to start sooner.
      import('./local-execution.js'),
      ...headers.values(),
      proven.load(this.#memory.wanted(request, wantedState(request))),
    ]);
    const effects = await executeLocally(request, proven);
    this.#memory.keep(request, proven.touched());
    const answer = { kind: 'answered', engine: this.engine, provider: name, blockHash: block.hash } as const;
    return { ...answer, effects, proven: { headerFrom: [...headers.keys()], evidence: proven.evidence() } };
  }
}

class ProviderState implements StateSource {
  constructor(
    private readonly provider: RpcProvider,
    private readonly blockHash: Bytes32,
    private readonly ownHeader: Promise<BlockHeader> | undefined,
  ) {}

  proof(account: Address, slots: readonly Bytes32[]): Promise<AccountProof> {
    return requestProof(this.provider, { blockHash: this.blockHash, account, slots });
  }

  code(account: Address): Promise<Hex> {
    return this.provider.request('eth_getCode', [account, { blockHash: this.blockHash }], Bytes);
  }

  header(hash: Bytes32): Promise<BlockHeader> {
    return hash === this.blockHash && this.ownHeader ? this.ownHeader : headerOf(this.provider, hash);
  }
}
