import { bytesOf } from './base64url.js';

type ClientDataType = 'webauthn.get' | 'webauthn.create';

/**
 * True if this client data is one strict JSON object that every reader understands in the same way, made for this kind
 * of ceremony and on the page itself, not in a frame of another origin (W3C WebAuthn L3, section 5.8.1). Challenge and
 * origin are left to the verification.
 */
export function isPlainClientData(clientDataJSON: string, type: ClientDataType): boolean {
  try {
    // Not the replacement of what is no UTF-8, and no byte order mark: the authenticator signed these very bytes.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesOf(clientDataJSON));
    const data: unknown = JSON.parse(text);
    if (typeof data !== 'object' || data === null || hasTwins(text)) return false;
    const { type: made, crossOrigin = false, topOrigin } = data as Record<string, unknown>;
    return made === type && crossOrigin === false && topOrigin === undefined;
  } catch {
    return false; // not UTF-8, or not JSON: no client data, which is what the caller asked
  }
}

/** True if a member of the object is there twice: one reader would take the first, another the last. */
function hasTwins(json: string): boolean {
  const names = new Set<unknown>();
  let depth = 0;
  for (const [token, string] of json.matchAll(/("(?:[^"\\]|\\.)*")(?=\s*:)|"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (string !== undefined && depth === 1) {
      const name: unknown = JSON.parse(string);
      if (names.has(name)) return true;
      names.add(name);
    }
  }
  return false;
}
