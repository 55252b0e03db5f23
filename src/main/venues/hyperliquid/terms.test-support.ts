import type { ClientOrderId } from '#core/model/ids.ts'
import { asClientOrderId } from '#core/model/ids.ts'
import type { Instrument } from '#core/model/instrument.ts'
import type { BracketTerms } from '#core/model/terms.ts'
import { parsePrice, parseQuantity } from '#core/money/decimal.ts'

export const BTC: Instrument = {
  coin: 'BTC',
  assetId: 0,
  sizeDecimals: 5,
  maxLeverage: 40,
  isDelisted: false,
}
export const ETH: Instrument = {
  coin: 'ETH',
  assetId: 1,
  sizeDecimals: 4,
  maxLeverage: 25,
  isDelisted: false,
}
export const findInstrument = (coin: string): Instrument | undefined =>
  [BTC, ETH].find((instrument) => instrument.coin === coin)

export const testId = (serial: number): ClientOrderId =>
  asClientOrderId(`0x${serial.toString(16).padStart(32, '0')}`)

export const longBracket: BracketTerms = {
  kind: 'bracket',
  coin: 'BTC',
  side: 'buy',
  quantity: parseQuantity('0.01'),
  entryType: 'limit',
  limitPrice: parsePrice('100000'),
  timeInForce: 'Gtc',
  stopPrice: parsePrice('98000'),
  targetPrice: parsePrice('104000'),
  entryId: testId(1),
  stopId: testId(2),
  targetId: testId(3),
  leverage: 10,
}
