import { Global, Module } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { ContractWallets } from './contract-wallets.js';
import { Counterparties } from './counterparties.js';
import { ExecutionFinder } from './execution-finder.js';
import { Providers } from './providers.js';
import { Relayer } from './relayer.js';
import { SafeHistoryReader } from './safe-history.js';
import { SafeReader } from './safe-reader.js';
import { TokenReader } from './token-reader.js';

@Global()
@Module({
  providers: [
    {
      provide: Providers,
      inject: [Config],
      useFactory: (config: Config) => new Providers(config.rpcProviders, config.chainId),
    },
    ContractWallets,
    Counterparties,
    ExecutionFinder,
    Relayer,
    SafeHistoryReader,
    SafeReader,
    TokenReader,
  ],
  exports: [
    ContractWallets,
    Counterparties,
    ExecutionFinder,
    Providers,
    Relayer,
    SafeHistoryReader,
    SafeReader,
    TokenReader,
  ],
})
export class ChainModule {}
