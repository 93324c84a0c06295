import { describe, expect, it } from '@jest/globals';
import { commandSigner } from './command-signer.js';

const node = (script: string): string => `"${process.execPath}" -e '${script}'`;
const R_AND_S = '1'.repeat(128);
const digest = `0x${'0'.repeat(64)}` as never;
const environment = { PATH: process.env['PATH'] };

describe(commandSigner.name, () => {
  it('gives the command typed data on its input, says so, and takes the signature from its output', async () => {
    // It signs only if it was given what it should be.
    const script = `
      let text = "";
      process.stdin.on("data", (part) => { text += part; }).on("end", () => {
        const fits = process.env.SLUICE_SIGN === "typed-data" && JSON.parse(text).primaryType === "Thing";
        console.log(fits ? "0x${R_AND_S}1C" : "no");
      });`;
    const signer = commandSigner(node(script), null, environment);
    expect(await signer.signTypedData({ primaryType: 'Thing' }, digest)).toBe(`0x${R_AND_S}1c`);
    expect(signer.address).toBeNull();
  });

  it('gives it a message to sign in by, which need not be read, and takes a parity for what is meant by it', async () => {
    const script = `console.log(process.env.SLUICE_SIGN === "message" ? "0x${R_AND_S}01" : "no")`;
    const signer = commandSigner(node(script), null, environment);
    expect(await signer.signMessage('x'.repeat(200_000))).toBe(`0x${R_AND_S}1c`);
  });

  it('does not give it the key of a service', async () => {
    const script = `console.log(process.env.SLUICE_API_KEY === undefined ? "0x${R_AND_S}1b" : "no")`;
    const signer = commandSigner(node(script), null, { ...environment, SLUICE_API_KEY: 'slk_1' });
    expect(await signer.signTypedData({}, digest)).toBe(`0x${R_AND_S}1b`);
  });

  it.each([
    ['fails', 'process.exit(3)', /ended with 3/],
    ['says something else', 'console.log("rejected on the device")', /no signature as 0x-hex/],
  ])('signs nothing where the command %s', async (_name, script, words) => {
    const signer = commandSigner(node(script), null, environment);
    await expect(signer.signTypedData({}, digest)).rejects.toThrow(words);
  });
});
