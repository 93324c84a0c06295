import { z } from 'zod';
import { addressFromHex } from '../domain/values/address.js';
import { parseUnits } from '../domain/values/amount.js';
import { parseHex } from '../domain/values/hex.js';
import { parsed, wireId } from '../infra/http/wire.contract.js';

const units = parsed(parseUnits, { pattern: '^(0|[1-9][0-9]*)$' });
// A proposal comes from a machine: what its addresses are is read, not their checksum.
const address = parsed(addressFromHex, { pattern: '^0x[0-9a-fA-F]{40}$' });

export const InspectTransaction = z.strictObject({
  safe: wireId('safe'),
  transaction: z.strictObject({
    to: address,
    value: units,
    data: parsed(parseHex, { pattern: '^0x([0-9a-fA-F]{2})*$' }),
    operation: z.int().min(0).max(255),
    safeTxGas: units,
    baseGas: units,
    gasPrice: units,
    gasToken: address,
    refundReceiver: address,
    nonce: units,
  }),
});
