import type { Address } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';

type LibraryKind =
  | 'MultiSendCallOnly'
  | 'MultiSend'
  | 'SignMessageLib'
  | 'SafeMigration'
  | 'SafeToL2Migration'
  | 'SafeToL2Setup'
  | 'CreateCall';

/** A released contract that Safes call or run. Being released does not make it harmless for a cold wallet. */
export interface Library {
  readonly kind: LibraryKind;
  readonly version: string;
  readonly address: string;
  readonly codeHash: string;
}

const row = (kind: LibraryKind, version: string, address: string, codeHash: string): Library => ({
  kind,
  version,
  address,
  codeHash,
});

// Source: @safe-global/safe-deployments 1.37.63, kinds canonical and eip155. zkSync has other code and is left out.
const LIBRARIES: readonly Library[] = [
  row(
    'MultiSendCallOnly',
    '1.3.0',
    '0x40A2aCCbd92BCA938b02010E17A5b8929b49130D',
    '0xa9865ac2d9c7a1591619b188c4d88167b50df6cc0c5327fcbd1c8c75f7c066ad',
  ),
  row(
    'MultiSendCallOnly',
    '1.3.0',
    '0xA1dabEF33b3B82c7814B6D82A79e50F4AC44102B',
    '0xa9865ac2d9c7a1591619b188c4d88167b50df6cc0c5327fcbd1c8c75f7c066ad',
  ),
  row(
    'MultiSendCallOnly',
    '1.4.1',
    '0x9641d764fc13c8B624c04430C7356C1C7C8102e2',
    '0xecd5bd14a08c5d2122379900b2f272bdf107a7e92423c10dd5fe3254386c9939',
  ),
  row(
    'MultiSendCallOnly',
    '1.5.0',
    '0xA83c336B20401Af773B6219BA5027174338D1836',
    '0xcdbdcec38d2f1c7d961b0029ff8416b7e86e9974d6f0e9c9580c7d17fcfb6663',
  ),
  row(
    'MultiSend',
    '1.1.1',
    '0x8D29bE29923b68abfDD21e541b9374737B49cdAD',
    '0xe4e9b4d4c1e3ff06cd51afe0b51eb1b22c0bab51eab38d428ee74540a5ff603e',
  ),
  row(
    'MultiSend',
    '1.3.0',
    '0xA238CBeb142c10Ef7Ad8442C6D1f9E89e07e7761',
    '0x0208282bd262360d0320862c5ac70f375f5ed3b9d89a83a615b4d398415bdc83',
  ),
  row(
    'MultiSend',
    '1.3.0',
    '0x998739BFdAAdde7C933B942a68053933098f9EDa',
    '0x81db0e4afdf5178583537b58c5ad403bd47a4ac7f9bde2442ef3e341d433126a',
  ),
  row(
    'MultiSend',
    '1.4.1',
    '0x38869bf66a61cF6bDB996A6aE40D5853Fd43B526',
    '0x0e4f7fc66550a322d1e7688e181b75e217e662a4f3f4d6a29b22bc61217c4b77',
  ),
  row(
    'MultiSend',
    '1.5.0',
    '0x218543288004CD07832472D464648173c77D7eB7',
    '0xca1147a12963172a93910c5cb2bfa5ad0e941c7f03fc7eb017dd06a8ea4e5604',
  ),
  row(
    'SignMessageLib',
    '1.3.0',
    '0xA65387F16B013cf2Af4605Ad8aA5ec25a2cbA3a2',
    '0x3ac65dea3cc9dd0d7b7b800f834e3d73415b4e944bb94555c3e4a08fb137e918',
  ),
  row(
    'SignMessageLib',
    '1.3.0',
    '0x98FFBBF51bb33A056B08ddf711f289936AafF717',
    '0x3ac65dea3cc9dd0d7b7b800f834e3d73415b4e944bb94555c3e4a08fb137e918',
  ),
  row(
    'SignMessageLib',
    '1.4.1',
    '0xd53cd0aB83D845Ac265BE939c57F53AD838012c9',
    '0x525c754a46b79e05543a59bb61e8de3c9eee0d955a59352409cbe67ea1077528',
  ),
  row(
    'SignMessageLib',
    '1.5.0',
    '0x4FfeF8222648872B3dE295Ba1e49110E61f5b5aa',
    '0xd61840855da008da59a00fc03fb71455b4f70bdca1f56f9504f072ed8d90c50e',
  ),
  row(
    'SafeMigration',
    '1.4.1',
    '0x526643F69b81B008F46d95CD5ced5eC0edFFDaC6',
    '0xc00d7921460cd5a05393e7772e634bd7d212f356356aa3a77f0120a9b8e25e99',
  ),
  row(
    'SafeMigration',
    '1.5.0',
    '0x6439e7ABD8Bb915A5263094784C5CF561c4172AC',
    '0x52d7472fa02c3a574544f9b5a4ed4c7777e4e3315217e368926b51e1cc6014ea',
  ),
  row(
    'SafeToL2Migration',
    '1.4.1',
    '0xfF83F6335d8930cBad1c0D439A841f01888D9f69',
    '0xa83e7be2fa20c96dc9575e3937239d552f3831ea437d7c96397eec8736f0cba0',
  ),
  row(
    'SafeToL2Setup',
    '1.4.1',
    '0xBD89A1CE4DDe368FFAB0eC35506eEcE0b1fFdc54',
    '0x2f25df28caf984366ee584e13241707e85dcd5a6ea0c14267928dafc1fd6274b',
  ),
  row(
    'SafeToL2Setup',
    '1.5.0',
    '0x900C7589200010D6C6eCaaE5B06EBe653bc2D82a',
    '0xf6034d841bcbff8912aa55526b0f1609212536aaf60bb16f5e8a269a4ab38f18',
  ),
  row(
    'CreateCall',
    '1.3.0',
    '0x7cbB62EaA69F79e6873cD1ecB2392971036cFAa4',
    '0x8155d988823a4f6f1bcbc76a64af8e510c4ce68819290d43cf24956bd24dee82',
  ),
  row(
    'CreateCall',
    '1.3.0',
    '0xB19D6FFc2182150F8Eb585b79D4ABcd7C5640A9d',
    '0x8155d988823a4f6f1bcbc76a64af8e510c4ce68819290d43cf24956bd24dee82',
  ),
  row(
    'CreateCall',
    '1.4.1',
    '0x9b35Af71d77eaf8d7e40252370304687390A1A52',
    '0x2b3060c55fcb8275653e99ad511a71f67ba76934ed66a7d74d6e68b52afff889',
  ),
  row(
    'CreateCall',
    '1.5.0',
    '0x2Ef5ECfbea521449E4De05EDB1ce63B75eDA90B4',
    '0x6b7d8d29bdf7004c4617d95041923774f3f7e74b056bff55c1861c9ec92ce54f',
  ),
];

/**
 * The released library at an address, compared by all 20 bytes (THREATS A14). If the code hash is known it must match
 * as well, because the address alone proves nothing on another chain.
 */
export function knownLibrary(address: Address, codeHash?: Bytes32): Library | undefined {
  const found = LIBRARIES.find((each) => each.address === address);
  return codeHash === undefined || found?.codeHash === codeHash ? found : undefined;
}
