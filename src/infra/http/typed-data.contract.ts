import { z } from 'zod';

const fields = z.array(z.strictObject({ name: z.string(), type: z.string() }));
const decimal = z.string().meta({ description: 'A whole number, as decimal text.' });

/** EIP-712 typed data as `eth_signTypedData_v4` takes it; integers wider than 32 bits are decimal strings. */
export const TypedDataView = z
  .strictObject({
    domain: z.strictObject({
      name: z.literal('Sluice'),
      version: z.literal('1'),
      chainId: z.int(),
      verifyingContract: z.string().exactOptional(),
    }),
    types: z.record(z.string(), fields),
    primaryType: z.string(),
    message: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
  })
  .meta({ id: 'StatementTypedData' });

/** What owners sign: a Safe transaction as their wallets and devices take it. */
export const SafeTxTypedDataView = z
  .strictObject({
    types: z.record(z.string(), fields),
    primaryType: z.literal('SafeTx'),
    domain: z.strictObject({ chainId: z.int(), verifyingContract: z.string() }),
    message: z.strictObject({
      to: z.string(),
      value: z.string().meta({ description: 'In wei, as decimal text.' }),
      data: z.string(),
      operation: z.int().meta({ description: '0 is a call.' }),
      ...{ safeTxGas: decimal, baseGas: decimal, gasPrice: decimal },
      ...{ gasToken: z.string(), refundReceiver: z.string() },
      nonce: decimal,
    }),
  })
  .meta({ id: 'SafeTxTypedData' });
