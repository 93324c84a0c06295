// What a person's own signer may be: typed data on standard input, the signature on standard output. The key is one of
// the sandbox's, by its index in the environment.
import { text } from 'node:stream/consumers';
import { hashTypedData } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';

if (process.env.SLUICE_SIGN !== 'typed-data') throw new Error('this signs typed data alone');
const typedData = JSON.parse(await text(process.stdin));
const mnemonic = 'test test test test test test test test test test test junk';
const account = mnemonicToAccount(mnemonic, { addressIndex: Number(process.env.SIGNER_INDEX) });
process.stderr.write(`the device shows ${hashTypedData(typedData)}\n`);
process.stdout.write(`${await account.signTypedData(typedData)}\n`);
