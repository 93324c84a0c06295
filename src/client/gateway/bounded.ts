import { refused } from '../terminal/failures.js';

const MIB = 1024 * 1024;

/** The most bytes of each kind of answer; more is read of none. Files of exports are streamed, and say how long they are. */
export const MOST = {
  /** JSON, and the file with the evidence, of which `sluice verify` reads no more either. */
  answer: 16 * MIB,
  /** 500 entries of the log, each of 64 KiB at most, with what JSON escapes in them. */
  entries: 80 * MIB,
} as const;

/** Passes an answer on as long as it is not longer than it may be. */
export async function* bounded(
  content: AsyncIterable<Uint8Array>,
  most: number,
  failure: (most: string) => Error,
): AsyncGenerator<Uint8Array, void> {
  let length = 0;
  for await (const part of content) {
    length += part.length;
    if (length > most) throw failure(`${String(most)} bytes`);
    yield part;
  }
}

export async function boundedText(response: Response, most: number): Promise<string> {
  return new TextDecoder().decode(await boundedBytes(response, most));
}

export async function boundedBytes(response: Response, most: number): Promise<Buffer> {
  if (!response.body) return Buffer.alloc(0);
  const parts: Uint8Array[] = [];
  const tooLong = (bytes: string) =>
    refused(`${response.url} answers more than ${bytes}, and not as Sluice does: is it a gateway?`);
  for await (const part of bounded(response.body, most, tooLong)) parts.push(part);
  return Buffer.concat(parts);
}
