import { boot } from './app/boot.ts'
import type { ComposeDesk } from './app/desk-composition.ts'

const composeNothing: ComposeDesk = async () => ({
  stop: async () => undefined,
  onFault: () => undefined,
})

boot(composeNothing)
