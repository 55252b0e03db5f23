import { use } from 'react'
import { Discreet } from './discreet.ts'

const DOLLARS = /[−-]?\$\d[\d,]*(?:\.\d+)?/g
/** A quantity with its coin; a time before its zone is none. */
const QUANTITY = /(?<![\d.,:])\d[\d,]*(?:\.\d+)?(?= (?!UTC)[A-Z][A-Z0-9]+\b)/g

/** A sentence of the desk without its dollars and sizes; prices stay. */
export const withoutAmounts = (text: string): string =>
  text.replace(DOLLARS, '$•••').replace(QUANTITY, '•••')

/** What was, in words; discreet, without its amounts. What is to be signed is never hidden. */
export function PrivateText({ children }: { readonly children: string }) {
  return <>{use(Discreet) ? withoutAmounts(children) : children}</>
}
