import { SigningStopped } from './signer.js';

/** A wallet as EIP-1193 has it. */
export interface Provider {
  request(asked: { readonly method: string; readonly params?: readonly unknown[] }): Promise<unknown>;
}

const CODES: Readonly<Record<number, string>> = {
  4001: 'You rejected it in the wallet.',
  4100: 'The wallet does not let this page use that account. Connect it there, and try again.',
  4200: 'This wallet cannot do what it takes: it signs no typed data.',
  4900: 'The wallet is not connected. Open it, and try again.',
  4901: 'The wallet is not connected to its chain.',
  [-32_002]: 'The wallet has a question open already. Answer it there first.',
};

const WORDS_MAX = 200;

/** Asks a wallet. @throws SigningStopped in words, whatever it answers with */
export async function askWallet(
  provider: Provider,
  method: string,
  params: readonly unknown[] = [],
): Promise<unknown> {
  try {
    return await provider.request({ method, params });
  } catch (error) {
    if (error instanceof SigningStopped) throw error;
    throw new SigningStopped(wordsOf(error), { cause: error });
  }
}

/** What a wallet throws has a code and a message, and may be anything. */
function wordsOf(error: unknown): string {
  const { code, message } = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly code?: unknown;
    readonly message?: unknown;
  };
  const known = typeof code === 'number' ? CODES[code] : undefined;
  if (known !== undefined) return known;
  const said = typeof message === 'string' ? `: ${message.slice(0, WORDS_MAX)}` : '';
  return `The wallet gave an error${said}`;
}
