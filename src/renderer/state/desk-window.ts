import type { DeskApi } from '#contract/desk-api.ts'

declare global {
  interface Window {
    /** Put there by the preload; the only way out of this page. */
    readonly desk: DeskApi
  }
}

/** The bridge of the preload; missing when the page was opened outside of the application. */
export function deskApi(): DeskApi {
  if (window.desk === undefined) {
    throw new Error('This page has no desk behind it: open it through Countersign.')
  }
  return window.desk
}
