import { createContext } from 'react'

/** True where amounts of the account are hidden from whoever looks over a shoulder. */
export const Discreet = createContext(false)
