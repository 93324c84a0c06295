import { bytesOf } from './base64url.js';

type ClientDataType = 'webauthn.get' | 'webauthn.create';

/**
 * True if the client data is one JSON object that every parser reads the same way, for this kind of ceremony, made on
 * the page itself and not in another origin's frame (W3C WebAuthn L3, section 5.8.1). Challenge and origin are checked
 * by the verification.
 */
export function isPlainClientData(clientDataJSON: string, type: ClientDataType): boolean {
  try {
    // Strict decoding: invalid UTF-8 is not replaced and a byte order mark not dropped, because the authenticator
    // signed these exact bytes.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesOf(clientDataJSON));
    const data: unknown = JSON.parse(text);
    if (typeof data !== 'object' || data === null || hasTwins(text)) return false;
    const { type: made, crossOrigin = false, topOrigin } = data as Record<string, unknown>;
    return made === type && crossOrigin === false && topOrigin === undefined;
  } catch {
    return false; // not UTF-8 or not JSON: no valid client data
  }
}

/** True if an object has the same member twice. One parser would take the first, another the last. */
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
