/** The caller has left before its request was whole: nobody asked for anything, and nobody reads an answer. */
export class RequestAborted extends Error {}
