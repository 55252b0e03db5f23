interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { readonly createHTML: (html: string) => string | null },
  ): unknown
}

declare global {
  interface Window {
    readonly trustedTypes?: TrustedTypes
  }
}

/**
 * The page may not make HTML out of text. React Aria empties what it reads out with innerHTML = '',
 * as after an arrow key in a number field; that alone is let through, or the screen would fall.
 */
export function allowEmptyHtml(page: Pick<Window, 'trustedTypes'> = window): void {
  page.trustedTypes?.createPolicy('default', {
    createHTML: (html) => (html === '' ? html : null),
  })
}
