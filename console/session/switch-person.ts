import type { InstallationView } from '../../src/installation/installation.contract.js';
import { answerTo, answers } from '../api/answers.js';
import { reads } from '../api/reads.js';
import { announcedWallets } from '../signing/announced-wallets.js';
import { hintPerson, isSandboxWallet, openAs } from '../signing/sandbox-wallet.js';
import { signInByWallet } from './sign-in.js';

/**
 * Signs in as somebody else, in the sandbox. Its wallet opens at the sign-in of whom the page names, and asks who it is
 * if that is null; nobody is signed in without a click there.
 * @throws SigningStopped, Refusal, NoAnswer
 */
export async function switchPerson(name: string | null, installation: InstallationView): Promise<void> {
  const wallet = announcedWallets().find(isSandboxWallet);
  if (!wallet) throw new Error('the wallet of the sandbox has not announced itself');
  await openAs(name);
  try {
    await signInByWallet(wallet.provider, installation);
    // Nothing of the next page may be asked for before it is theirs.
    await answers.query(answerTo(reads.session));
  } catch (error) {
    hintPerson(answers.getQueryData<{ readonly name: string }>([reads.session.path])?.name ?? null);
    // Once it was to be signed, the former session has ended; the frame then leads to the door.
    await answers.invalidateQueries({ queryKey: [reads.session.path] });
    throw error;
  }
}
