import { randomBytes } from 'node:crypto';
import { Keystore } from 'ox';
import { bytesToHex } from 'viem';
import type { Folder } from '../builders/sluice-command.js';
import type { StorySteps } from './story-steps.js';

/** The keystore file of a person's key, of little work; and a file with its passphrase. */
export function keystoreOf(story: StorySteps, folder: Folder, name: string) {
  const key = story.account(name).getHdKey().privateKey;
  if (!key) throw new Error(`${name} has no key`);
  const passphrase = randomBytes(9).toString('base64');
  const [derived, options] = Keystore.pbkdf2({
    password: passphrase,
    iterations: 1_000,
    iv: randomBytes(16),
  });
  return {
    file: folder.file(Keystore.encrypt(bytesToHex(key), derived, options)),
    passphrase: folder.file(`${passphrase}\n`),
  };
}
