import {
  type KeyObject,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hexToBytes } from 'viem';
import { Config } from '../../config/config.js';
import { type TreeHead, parseCheckpoint, printCheckpoint } from '../../domain/audit-log/checkpoint.js';
import { type StagedAct, sealedText } from '../../domain/audit-log/entry.js';
import { MalformedLogText } from '../../domain/audit-log/malformed.js';
import { signNote } from '../../domain/audit-log/note-signer.js';
import { noteMessage, parseSignedNote, printSignedNote } from '../../domain/audit-log/signed-note.js';
import { type VerifierKey, verifierKey } from '../../domain/audit-log/verifier-key.js';

// RFC 8410: a PKCS #8 Ed25519 key is this prefix and the seed.
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_KEY_BYTES = 32;

/** The log's secret. It signs heads of the tree; a key derived from it seals staged acts. */
@Injectable()
export class LogKey {
  readonly origin: string;
  /** The public key by which anyone verifies the log's signature. */
  readonly verifier: VerifierKey;
  readonly #private: KeyObject;
  readonly #public: KeyObject;
  readonly #sealing: Uint8Array;

  constructor(config: Config) {
    const seed = hexToBytes(config.logSigningKey);
    this.origin = config.logOrigin;
    this.#private = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
    this.#public = createPublicKey(this.#private);
    const spki = this.#public.export({ format: 'der', type: 'spki' });
    this.verifier = verifierKey('ed25519', this.origin, Uint8Array.from(spki.subarray(-PUBLIC_KEY_BYTES)));
    this.#sealing = new Uint8Array(hkdfSync('sha256', seed, '', 'sluice staged acts, version 1', 32));
  }

  /** The signed note (C2SP tlog-checkpoint) of a tree. */
  checkpoint({ size, root }: TreeHead): string {
    const text = printCheckpoint({ origin: this.origin, size, root, extensions: [] });
    const signer = {
      key: this.verifier,
      sign: (message: Uint8Array) => Uint8Array.from(sign(null, message, this.#private)),
    };
    return printSignedNote({ text, signatures: [signNote(text, signer)] });
  }

  /** The tree of a note, if this log signed it. OpenSSL verifies it for speed: a start checks every note. */
  treeOf(note: string): TreeHead | undefined {
    try {
      const { text, signatures } = parseSignedNote(note);
      const { name, keyId } = this.verifier;
      const own = signatures.find((each) => each.name === name && each.keyId === keyId);
      const checkpoint = parseCheckpoint(text);
      if (!own || checkpoint.origin !== this.origin) return undefined;
      return verify(null, noteMessage(text), this.#public, own.signature) ? checkpoint : undefined;
    } catch (error) {
      if (error instanceof MalformedLogText) return undefined;
      throw error;
    }
  }

  /** The MAC of a staged act: an attacker who can only write to the database cannot forge it. */
  seal(ref: string, act: StagedAct): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(createHmac('sha256', this.#sealing).update(sealedText(ref, act)).digest());
  }

  isSealed(ref: string, act: StagedAct, seal: Uint8Array): boolean {
    const expected = this.seal(ref, act);
    return seal.length === expected.length && timingSafeEqual(seal, expected);
  }
}
