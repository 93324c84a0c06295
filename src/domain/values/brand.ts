declare const brand: unique symbol;

/** A value that was checked: it can be made only by the `parseX` function that owns the brand. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
