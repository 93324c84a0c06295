/**
 * Short names of the chains on which Safe's interface and kits work (EIP-3770, from ethereum-lists/chains), each with its
 * number, and the names that some chains had before.
 */
export const CHAIN_SHORT_NAMES: ReadonlyMap<string, number> = new Map(
  [
    'eth:1 gor:5 oeth:10 cro:25 rsk:30 telosevm:40 bnb:56 etc:61 bnbt:97 gno:100 xdai:100 fuse:122',
    'unichain:130 matic:137 pol:137 mon:143 sonic:146 manta:169 mint:185 okb:196 opbnb:204 lens:232',
    'tacchain:239 ftm:250 fraxtal:252 boba:288 zksync-sepolia:300 zksync:324 zkCRO:388 wc:480 astr:592',
    'redstone:690 flow-mainnet:747 modesep:919 stable:988 hyper_evm:999 cfx:1030 metis-andromeda:1088',
    'zkevm:1101 lisk:1135 mbeam:1284 mriver:1285 sei:1329 sty:1514 gravity:1625 metall2:1750 soneium:1868',
    'lightlink_phoenix:1890 swellchain:1923 kava:2222 goat:2345 zkevm-testnet-cardona:2442 abstract:2741',
    'morph:2818 PEAQ:3338 BTNX:3637 tempo:4217 iotex-mainnet:4689 mantle:5000 arc:5042 aura:6322',
    'zetachain-mainnet:7000 cyeth:7560 kaia-mainnet:8217 base:8453 evmos:9001 plasma:9745 chi:10200',
    'imx:13371 holesky:17000 apechain:33139 mode:34443 arb1:42161 arb-nova:42170 celo:42220 hemi:43111',
    'fuji:43113 avax:43114 alfa:44787 zircuit-mainnet:48900 sophon:50104 ink:57073 linea-sepolia:59141',
    'linea:59144 bob:60808 polygonamoy:80002 berachain-bepolia:80069 berachain:80094 Codex:81224',
    'blastmainnet:81457 blast:81457 basesep:84532 plume-mainnet:98866 tko-mainnet:167000 arb-sep:421614',
    'scr-sepolia:534351 scr:534352 hoe:560048 katana:747474 inksepolia:763373 zora:7777777 sep:11155111',
    'opsep:11155420 zsep:999999999 aurora:1313161554',
  ]
    .join(' ')
    .split(' ')
    .map((each) => {
      const [name = '', chainId] = each.split(':');
      return [name, Number(chainId)] as const;
    }),
);
