import { expect, it } from 'vitest'
import { pinnedElectronVersion } from './build-constants.ts'
import { isPinnedRuntime, mainnetRuntimeRefusal } from './runtime-check.ts'

it('knows the pinned runtime and no other', () => {
  expect(pinnedElectronVersion).toMatch(/^\d+\.\d+\.\d+$/)
  expect(isPinnedRuntime(pinnedElectronVersion)).toBe(true)
  expect(isPinnedRuntime('33.2.1')).toBe(false)
  expect(isPinnedRuntime(undefined)).toBe(false)
})

it('refuses mainnet elsewhere with one sentence that names both versions', () => {
  expect(mainnetRuntimeRefusal(pinnedElectronVersion)).toBeNull()
  const sentence = mainnetRuntimeRefusal('33.2.1')
  expect(sentence).toContain(pinnedElectronVersion)
  expect(sentence).toContain('33.2.1')
})
