import { expect, it } from 'vitest'
import { FIGURES, figureText } from './figures.ts'

const text = (name: string, figures: Record<string, number | null>): string => {
  const figure = FIGURES.find((one) => one.name === name)
  if (figure === undefined) throw new Error(`no figure ${name}`)
  return figureText(figure, figures)
}

it('says that a year cannot be told from a few days, and tells what can be', () => {
  const enough = { dailyReturns: 30, dailyReturnsMin: 30 }
  const short = { dailyReturns: 9, dailyReturnsMin: 30, sharpe: null, returnPct: 1.5, kelly: null }
  expect(text('sharpe', short)).toBe('too few days')
  expect(text('returnPct', short)).toBe('1.50 %')
  expect(text('kelly', short)).toBe('–')
  expect(text('sharpe', { ...enough, sharpe: 0.004 })).toBe('0.00')
  expect(text('sharpe', { ...enough, sharpe: null })).toBe('–')
})

it('shows no more digits than a figure has room for', () => {
  const figures = { sharpe: -25_911_644_968.3, sqn: 999_999.5, volatilityAnnPct: 250_000 }
  expect(text('sharpe', figures)).toBe('−over 1,000,000')
  expect(text('sqn', figures)).toBe('999,999.50')
  expect(text('volatilityAnnPct', figures)).toBe('over 100,000 %')
})
