import { it } from 'vitest'
import { checkArbitraryBrackets } from './arbitrary-brackets.test-support.ts'

it('signs exactly the approved bracket, whatever it is, ten thousand times', () => {
  checkArbitraryBrackets(10_000)
})
