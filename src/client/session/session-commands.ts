import type { Command } from 'commander';
import { resolve } from 'node:path';
import type { PrincipalView } from '../../identity/identity.contract.js';
import { gatewayOrigin } from '../gateway/gateway-url.js';
import { KeptFiles } from '../gateway/kept-files.js';
import {
  type SignerOptions,
  chooseSigner,
  keystoreNamed,
  withSignerOptions,
} from '../signers/choose-signer.js';
import type { Desk } from '../terminal/desk.js';
import { rowsText } from '../terminal/tables.js';
import { onlineCommand, sayAnswer, showing } from './action.js';
import { installationAt } from './installation.js';
import type { OnlineOptions } from './online-options.js';
import { openSession, openedBy } from './session.js';

interface LoginOptions extends OnlineOptions, SignerOptions {
  readonly address?: string;
  readonly founding?: string;
  readonly logKey?: string;
}

export function loginCommand(desk: Desk): Command {
  return withSignerOptions(onlineCommand('login', 'Sign in at a gateway, by your own key'))
    .option('--address <address>', 'the address of the key that --signer has')
    .option('--founding <digest>', 'the founding digest of the installation, as the founders printed it')
    .option('--log-key <key>', 'the key of its log, as the founders printed it')
    .addHelpText('after', LOGIN_EXAMPLES)
    .action(async (options: LoginOptions) => {
      const files = new KeptFiles(desk.environment);
      const origin = gatewayOrigin(options.url, desk, files);
      const known = {
        ...(options.founding !== undefined && { founding: options.founding }),
        ...(options.logKey !== undefined && { logKey: options.logKey }),
      };
      const installation = await installationAt(origin, { files, desk, known });
      const signer = await chooseSigner(options, { desk, installation, address: options.address });
      const written = keystoreNamed(options, desk);
      const keystore = written === undefined ? undefined : resolve(written);
      const session = await openedBy(signer, { files, origin, installation }, { name: options.as, keystore });
      const { principal } = session;
      files.setProfile({ url: origin, person: principal.id });
      sayAnswer(desk, options, { text: `${principal.name} is signed in at ${origin}.`, json: principal });
    });
}

const LOGIN_EXAMPLES = `
Examples:
  sluice login --url https://sluice.example --keystore ~/.foundry/keystores/tessa
  sluice login --keystore tessa.json --passphrase-fd 3 3< passphrase
  sluice login --address 0x… --signer 'cast wallet sign --ledger "$(cat)"'
  sluice login --url http://localhost:3000 --as Tessa

To sign in, the signer gets an EIP-4361 message, and no typed data. The session is kept in
$XDG_STATE_HOME/sluice, readable by you alone; it ends by itself after twelve hours.`;

export function logoutCommand(desk: Desk): Command {
  return onlineCommand('logout', 'End your session')
    .addHelpText('after', '\nExample:\n  sluice logout')
    .action(async (options: OnlineOptions) => {
      const { gateway, kept, principal } = await openSession(options, desk);
      await gateway.delete('/v1/sessions/current');
      if (kept) new KeptFiles(desk.environment).forgetSession(kept);
      sayAnswer(desk, options, {
        text: `${principal.name} is signed out.`,
        json: { signedOut: principal.id },
      });
    });
}

export function whoamiCommand(desk: Desk): Command {
  return onlineCommand('whoami', 'Show who you are at the gateway, your keys and your Safes')
    .addHelpText('after', '\nExamples:\n  sluice whoami\n  sluice whoami --json | jq -r .id')
    .action(
      showing(desk, ({ gateway, principal }) =>
        Promise.resolve({ text: whoText(gateway.origin, principal), json: principal }),
      ),
    );
}

function whoText(origin: string, who: PrincipalView): string {
  const common = [
    { name: 'Name', value: `${who.name} (${who.id})` },
    { name: 'Gateway', value: origin },
    { name: 'Roles', value: who.roles.join(', ') },
  ];
  if (who.kind === 'service') return rowsText([...common, { name: 'Key ends', value: who.expiresAt }]);
  return rowsText([
    ...common,
    { name: 'Groups', value: who.groups.join(', ') },
    ...who.keys.map(({ id, purpose, usable, activeFrom }) => ({
      name: purpose === 'owner' ? "Owner's key" : 'Key',
      value: `${id}${usable ? '' : `, not usable; enrolled for ${activeFrom}`}`,
    })),
    ...who.ownerOf.map(({ label, owner }) => ({ name: 'Owner of', value: `${label}, by ${owner}` })),
    { name: 'Session', value: `ends ${who.endsAt}, or at ${who.idleEndsAt} if nothing more is asked` },
  ]);
}
