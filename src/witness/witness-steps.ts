/** Between any two of these the witness may be killed, and it never cosigns a smaller or another tree afterwards. */
export const WITNESS_STEPS = ['decided', 'written', 'synced', 'renamed', 'persisted', 'signed'] as const;

type WitnessStep = (typeof WITNESS_STEPS)[number];

/** Told of every step; a test that kills the process there stands in its place. */
export type OnStep = (step: WitnessStep) => void;
