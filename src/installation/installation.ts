import { Inject, Injectable } from '@nestjs/common';
import { LogKey } from '../audit-log/sequencer/log-key.js';
import { Config } from '../config/config.js';
import { ownPackage } from '../config/version.js';
import { printVerifierKey } from '../domain/audit-log/verifier-key.js';
import { chainOf, isPublicChain } from '../domain/values/chains.js';
import { ConsoleFiles } from '../infra/http/console/console-files.js';
import type { InstallationView } from './installation.contract.js';

const WARNING =
  'Whoever could answer for this address could answer this too. Compare foundingDigest and logKey with what the ' +
  'founders printed, or with what an auditor keeps, by another channel than this one.';

const NO_PASSKEY =
  'Browsers make no passkeys for an IP address: the public origin must have a name, and people must come by it.';

/**
 * What this Sluice is, for pages and programs that have not signed in. It is of settings alone, so it is cheap, needs
 * neither database nor chain, and holds nothing that the settings keep secret.
 */
@Injectable()
export class Installation {
  readonly view: InstallationView;

  constructor(
    config: Config,
    logKey: LogKey,
    @Inject(ConsoleFiles) console: Pick<ConsoleFiles, 'hash'> | null,
  ) {
    const { name, version } = ownPackage();
    const { chainId, publicOrigin, foundingDigest, rpId, openId } = config;
    this.view = {
      ...{ name, version, origin: publicOrigin, foundingDigest },
      chain: { id: chainId, name: chainOf(chainId)?.name ?? `chain ${String(chainId)}` },
      signIn: {
        wallet: true,
        passkey: rpId !== null,
        whyNoPasskey: rpId === null ? NO_PASSKEY : null,
        openId: openId !== null,
      },
      logKey: printVerifierKey(logKey.verifier),
      consoleHash: console?.hash ?? null,
      sandboxWallet: config.sandboxWallet,
      isSandbox: !isPublicChain(chainId),
      warning: WARNING,
    };
  }
}
