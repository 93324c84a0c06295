declare const brand: unique symbol;

/** A checked value: only the `parseX` function that owns the brand can make one. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
