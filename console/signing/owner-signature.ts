import { DomainError } from '../../src/domain/errors.js';
import { parityForm, recoverSigner } from '../../src/domain/signatures/recover-signer.js';
import { parseBytes32 } from '../../src/domain/values/hex.js';
import { isForm } from './hex-form.js';

/** What a text is as an owner's signature over one digest. */
export type ReadSignature =
  | { readonly kind: 'genuine'; readonly owner: string; readonly signature: `0x${string}` }
  /** No signature at all: nothing to be alarmed about. */
  | { readonly kind: 'unreadable'; readonly why: string }
  /** A signature, but of another key or over something else: its device may have been lied to. */
  | { readonly kind: 'other'; readonly recovered: string; readonly signature: `0x${string}` };

/** Reads a signature that was made elsewhere, and says whose it is over this digest. */
export async function readOwnerSignature(
  text: string,
  { digest, owners }: { readonly digest: string; readonly owners: readonly string[] },
): Promise<ReadSignature> {
  const bytes = bytesOf(text);
  if (!isForm(bytes, 65))
    return {
      kind: 'unreadable',
      why: 'A signature is 0x and 130 digits, which are 65 bytes. Copy it whole.',
    };
  const signature = parityForm(bytes) ?? bytes;
  try {
    const recovered = await recoverSigner(parseBytes32(digest), signature);
    const owner = owners.find((each) => each.toLowerCase() === recovered.toLowerCase());
    return owner === undefined
      ? { kind: 'other', recovered, signature }
      : { kind: 'genuine', owner, signature };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { kind: 'unreadable', why: `It does not count: ${error.message}.` };
  }
}

/** People copy it with line breaks, and some tools leave the 0x away. */
function bytesOf(text: string): string {
  const plain = text.replaceAll(/\s/g, '').toLowerCase();
  return plain.startsWith('0x') ? plain : `0x${plain}`;
}
