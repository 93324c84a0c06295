import { Global, Module } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { BalanceReader } from './balance-reader.js';
import { BlockProofs } from './block-proofs.js';
import { ContractWallets } from './contract-wallets.js';
import { Counterparties } from './counterparties.js';
import { ExecutionFinder } from './execution-finder.js';
import { PriceReader } from './price-reader.js';
import { Providers } from './providers.js';
import { ProviderRoster } from './roster/provider-roster.js';
import { Relayer } from './relayer/relayer.js';
import { RelayerChain } from './relayer-chain.js';
import { SafeHistoryReader } from './safe-history.js';
import { SafeReader } from './safe-reader.js';
import { TokenReader } from './token-reader.js';

/** Whatever asks the providers. Whoever knows who they are gives the `ProviderRoster`. */
const ASKERS = [
  BalanceReader,
  BlockProofs,
  ContractWallets,
  Counterparties,
  ExecutionFinder,
  PriceReader,
  Relayer,
  RelayerChain,
  SafeHistoryReader,
  SafeReader,
  TokenReader,
];

@Global()
@Module({
  providers: [
    {
      provide: Providers,
      inject: [Config, ProviderRoster],
      useFactory: (config: Config, roster: ProviderRoster) =>
        new Providers(config.rpcProviders, config.chainId, roster),
    },
    ...ASKERS,
  ],
  exports: [Providers, ...ASKERS],
})
export class ChainModule {}
