/** A crash between any two of these steps never leads the witness to cosign a smaller or different tree later. */
export const WITNESS_STEPS = ['decided', 'written', 'synced', 'renamed', 'persisted', 'signed'] as const;

type WitnessStep = (typeof WITNESS_STEPS)[number];

/** Is told of every step. A seam for crash tests. */
export type OnStep = (step: WitnessStep) => void;
