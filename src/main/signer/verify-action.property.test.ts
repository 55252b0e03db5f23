import { it } from 'vitest'
import { checkArbitraryBrackets } from './arbitrary-brackets.test-support.ts'

it('signs exactly the approved bracket, whatever it is', () => {
  checkArbitraryBrackets(2000)
})
