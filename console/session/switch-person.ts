import type { InstallationView } from '../../src/installation/installation.contract.js';
import { answers } from '../api/answers.js';
import { reads } from '../api/reads.js';
import { announcedWallets } from '../signing/announced-wallets.js';
import { signInByWallet } from './sign-in.js';

/** Signs in as somebody else, in the sandbox: its wallet asks who. */
export async function switchPerson(installation: InstallationView): Promise<void> {
  const { forgetPerson, isSandboxWallet } = await import('../signing/sandbox-wallet.js');
  const wallet = announcedWallets().find(isSandboxWallet);
  if (!wallet) return;
  forgetPerson();
  try {
    await signInByWallet(wallet.provider, installation);
  } catch {
    // Rejected halfway, the former session has ended; the frame then leads to the door.
    await answers.invalidateQueries({ queryKey: [reads.session.path] });
  }
}
