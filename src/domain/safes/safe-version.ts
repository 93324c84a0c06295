/** The releases that Sluice sends from: their signed domain has a chain id, and no call can change slot 0. */
const SUPPORTED: readonly string[] = ['1.3.0', '1.4.1', '1.5.0'];

// Safe's own services write "1.3.0+L2" for the variant that logs more. Others add words of their own ("1.1.1+Circles"),
// and Safe's deployments begin with a "v". Which hash is signed goes by the three numbers alone.
const FORM = /^v?(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})(?:[+ -][0-9A-Za-z.+-]{0,64}|L2)?$/;
const RELEASE = /^\d+\.\d+\.\d+(?:[+ -]?L2)?$/;

/** A Safe's release as somebody states it. It decides which hash to show, never whether to trust the Safe. */
export interface StatedVersion {
  readonly text: string;
  /** The three numbers alone. */
  readonly release: string;
  /** False if it names no release at all, so that nobody can say which hash is signed. */
  readonly isReadable: boolean;
  readonly isSupported: boolean;
  /** Before 1.3.0 the signed domain has no chain id, so a signature is valid on every chain (THREATS E08). */
  readonly hasChainInDomain: boolean;
  /** Before 1.0.0 the field `baseGas` is called `dataGas`, which changes the type hash. */
  readonly hasDataGas: boolean;
}

export function statedVersion(text: string): StatedVersion {
  const match = FORM.exec(text);
  const [major = 99, minor = 0, patch = 0] = match?.slice(1, 4).map(Number) ?? [];
  const number = `${String(major)}.${String(minor)}.${String(patch)}`;
  return {
    text,
    release: number,
    isReadable: match !== null,
    isSupported: RELEASE.test(text) && SUPPORTED.includes(number),
    hasChainInDomain: major > 1 || (major === 1 && minor >= 3),
    hasDataGas: major < 1,
  };
}
