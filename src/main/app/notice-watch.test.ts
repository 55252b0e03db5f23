import { describe, expect, it } from 'vitest'
import { EngineDesk } from '../../core/engine/engine-desk.test-support.ts'
import { parseMoney } from '../../core/money/decimal.ts'
import { closeQuestion, heldPositions } from './close-question.ts'
import { createNoticeWatch } from './notice-watch.ts'

/** A desk with an entry at the venue, and a watch that has seen it. */
function watched(): {
  desk: EngineDesk
  look: (isDiscreet?: boolean) => string[]
  terms: { entryId: string; stopId: string }
} {
  const desk = EngineDesk.ready()
  const watch = createNoticeWatch()
  desk.propose()
  desk.enter()
  const look = (isDiscreet = false): string[] =>
    watch(desk.state, isDiscreet).map(
      ({ title, text, isImportant }) => `${isImportant ? '! ' : ''}${title}: ${text}`,
    )
  expect(look()).toEqual([])
  const { terms } = desk.ticket()
  if (terms?.kind !== 'bracket') throw new Error('no bracket')
  return { desk, look, terms }
}

describe('notices', () => {
  it('tell a fill once; a stop is important, and discreet hides amounts', () => {
    const { desk, look, terms } = watched()
    desk.fill(terms.entryId)
    expect(look()).toEqual([expect.stringMatching(/^Entry filled: Bought 0\.\d+ BTC at 20000\.$/)])
    expect(look()).toEqual([])
    desk.fill(terms.stopId, { closedPnl: parseMoney('-40') })
    expect(look(true)).toEqual(['! Stop filled: Sold BTC at 20000.'])
  })

  it('tell what needs a person, and not again within a quarter of an hour', () => {
    const { desk, look } = watched()
    const press = (): string[] => {
      desk.take({ kind: 'killPressed', reason: 'enough', shouldFlatten: false })
      const told = look()
      desk.take({ kind: 'resumeRequested', typedWord: 'RESUME' })
      look()
      return told
    }
    expect(press()).toEqual(['! Entries are stopped: enough'])
    expect(press()).toEqual([])
    desk.wait(16 * 60_000)
    look()
    expect(press().length).toBe(1)
    desk.take({ kind: 'venueStateChanged', state: 'down', reason: 'No answer for 60 s.' })
    expect(look()).toContain('! The venue is away: No answer for 60 s.')
  })
})

describe('the question before closing', () => {
  it('names each position and whether its stop rests at the venue', () => {
    const { desk, terms } = watched()
    expect(heldPositions(desk.state)).toEqual([])
    desk.fill(terms.entryId)
    const [held] = heldPositions(desk.state)
    expect(held?.words).toMatch(/^long 0\.\d+ BTC$/)
    expect(held?.hasRestingStop).toBe(true)
    const question = closeQuestion(heldPositions(desk.state), 'testnet')
    expect(question.detail).toContain('its stop rests at the venue')
    expect(question.detail).toContain('the kill switch do not')
    const bare = closeQuestion(
      [{ coin: 'ETH', words: 'short 1 ETH', hasRestingStop: false }],
      'paper',
    )
    expect(bare).toMatchObject({ type: 'warning', defaultId: 0, cancelId: 0 })
    expect(bare.detail).toContain('NO STOP')
  })
})
