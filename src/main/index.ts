import { boot } from './app/boot.ts'

// Store, signer and venue are read once the window shows its waiting screen: see boot.ts.
boot(async (options) => {
  const { composeDesk } = await import('./app/compose.ts')
  return composeDesk(options)
})
