import { it } from 'vitest'
import { checkSignedBytes } from './signed-bytes.test-support.ts'

it('what is signed is what was approved, field by field, 2,000 times', () => {
  checkSignedBytes(2000)
})
