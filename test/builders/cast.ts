import { fileURLToPath } from 'node:url';
import { randomBytes } from 'node:crypto';
import { Keystore } from 'ox';
import type { Hex } from 'viem';
import type { Folder } from './sluice-command.js';

/** Where `cast` is found, besides everything else. */
export const PATH_WITH_CAST = [
  fileURLToPath(new URL('../../node_modules/.bin', import.meta.url)),
  process.env['PATH'],
].join(':');

/** A keystore file of little work, and a file with its passphrase. */
export function keystoreOf(key: Hex, folder: Folder) {
  const passphrase = randomBytes(9).toString('base64');
  const [derived, options] = Keystore.pbkdf2({
    password: passphrase,
    iterations: 1_000,
    iv: randomBytes(16),
  });
  return {
    file: folder.file(Keystore.encrypt(key, derived, options)),
    passphrase: folder.file(`${passphrase}\n`),
  };
}

/** Foundry's `cast` as a signer in the forms that the documents have, but by a keystore instead of a device. */
export function castSigner(key: Hex, folder: Folder) {
  const { file, passphrase } = keystoreOf(key, folder);
  const sign = `cast wallet sign --keystore "${file}" --password-file "${passphrase}"`;
  return {
    typedData: `${sign} --data --from-file /dev/stdin`,
    message: `${sign} "$(cat)"`,
    either: `${sign} $([ "$SLUICE_SIGN" = message ] || echo --data) "$(cat)"`,
  };
}
