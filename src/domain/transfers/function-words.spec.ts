import { describe, expect, it } from '@jest/globals';
import type { Hex } from 'viem';
import { functionWords } from './function-words.js';

// THREATS 3.1, as it is written there.
const AUTHORITY =
  `setup b63e800d · addOwnerWithThreshold 0d582f13 · removeOwner f8dc5dd9 · swapOwner e318b52b ·
changeThreshold 694e80c3 · enableModule 610b5925 · disableModule e009cfde · setGuard e19a9dd9 · setModuleGuard e068df37 ·
setFallbackHandler f08a0323 · changeMasterCopy 7de7edef · approveHash d4d9bdcd · signMessage 85a5affe ·
execTransaction 6a761202 · execTransactionFromModule 468721a7 · execTransactionFromModuleReturnData 5229073f ·
simulateAndRevert b4faba09 · simulate bd61951d · multiSend 8d80ff0a · migrateSingleton f6682ab0 ·
migrateWithFallbackHandler ed007fc6 · migrateL2Singleton 07f464a4 · migrateL2WithFallbackHandler 68cb3d94 ·
migrateToL2 ef2624ae · setupToL2 fe51f643 · performCreate 4c8c9ea1 · performCreate2 4847be6f · setSafeMethod 64f95acc ·
setDomainVerifier 3365582c · setSupportedInterface 7f73528b · addSupportedInterfaceBatch 327b533c`
    .split('·')
    .map((each) => each.trim().split(' ') as [name: string, selector: string]);

describe(functionWords.name, () => {
  it.each(AUTHORITY)('knows %s by its selector %s', (name, selector) => {
    expect(functionWords(`0x${selector}`)).toMatch(new RegExp(`\\(${name}\\)$`));
  });

  it('names the address that a call is about, where the argument is one', () => {
    const word = 'bad0000000000000000000000000000000000001'.padStart(64, '0');
    expect(functionWords(`0x610b5925${word}`)).toBe(
      'enables a module, which moves funds without any owner (enableModule, 0xBaD0000000000000000000000000000000000001)',
    );
    const dirty: Hex = `0x610b5925${'f'.repeat(64)}`;
    expect(functionWords(dirty)).not.toContain('0x');
  });

  it('does not pretend to know what it does not', () => {
    expect(functionWords('0xdeadbeef')).toBe('calls the unknown function 0xdeadbeef');
    expect(functionWords('0xdead')).toContain('2 bytes');
  });
});
