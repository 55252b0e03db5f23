/** One plain value of a typed message, with the struct it stands in. */
export interface TypedDataLeaf {
  readonly root: 'domain' | 'message'
  readonly structName: string
  readonly key: string
  /** As text where it is a string, as the screen would show it otherwise. */
  readonly value: string
}

/** What a device may be kept from signing. Each answers with a sentence, or null to go on. */
export interface SigningPolicy {
  refuseTypedData(leaves: readonly TypedDataLeaf[]): string | null
  /** Hashed mode hides the content. */
  refuseHashes(): string | null
}

export const NO_POLICY: SigningPolicy = {
  refuseTypedData: () => null,
  refuseHashes: () => null,
}
