import { describe, it } from 'vitest'
import { checkArbitraryActions, checkTwoJudges } from './session-check.test-support.ts'

describe('the session key', () => {
  it('signs no entry and leaves no position without its stop, whatever it is given', () => {
    checkArbitraryActions(2000)
  })

  it('signs what both judges allow, and they agree', () => {
    checkTwoJudges(2000)
  })
})
