import type { Sign } from './exact-decimal.ts'
import { pricePlaces, shownDigits, signOfText } from './exact-decimal.ts'

/** What a cell of a long table shows: one text, so that a row costs no more than its words. */
export interface CellText {
  readonly text: string
  /** Says by colour, and by an arrow before the text, what the text says too. */
  readonly tone?: Sign | 'buy' | 'sell' | 'faint' | 'strong'
  /** The whole figure, shown while the pointer rests on it. */
  readonly exact?: string
  readonly isHidden?: boolean
}

interface AmountTextOptions {
  readonly before?: string
  readonly after?: string
  readonly isSigned?: boolean
  /** Of somebody who has asked for discretion. */
  readonly isHidden?: boolean
}

export const MARK = { plus: '+', minus: '−', zero: '' }

/** An exact decimal as people read it: cut to `places`, never rounded up. */
export function amountText(
  value: string,
  places: number,
  options: AmountTextOptions = {},
): CellText {
  const { before = '', after = '', isSigned = false, isHidden = false } = options
  if (isHidden) return { text: '•••', isHidden }
  const sign = signOfText(value)
  const mark = isSigned || sign === 'minus' ? MARK[sign] : ''
  const text = `${mark}${before}${shownDigits(value, places)}${after}`
  const exact = `${before}${value}${after}`
  return isSigned ? { text, exact, tone: sign } : { text, exact }
}

/** A price with the digits that its market quotes. */
export const priceText = (value: string, sizeDecimals: number): CellText =>
  amountText(value, pricePlaces(value, sizeDecimals))

export const sideText = (side: 'buy' | 'sell', as: 'order' | 'position'): CellText => {
  const words = as === 'order' ? { buy: 'Buy', sell: 'Sell' } : { buy: 'Long', sell: 'Short' }
  return { text: words[side], tone: side }
}
