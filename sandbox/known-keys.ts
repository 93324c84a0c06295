/** The default mnemonic of Ethereum development tools. Everybody knows it, so nobody takes its keys for secrets. */
export const mnemonic = 'test test test test test test test test test test test junk';

export const accountIndex = { owners: [0, 1, 2, 3, 4], relayer: 5, deployer: 9, hotWallet: 30 } as const;
