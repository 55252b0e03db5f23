import type { DeskSlices, InstrumentView, QuoteView, TicketStage } from '#contract/views.ts'
import { useDesk } from './desk-store.ts'

const OPEN_STAGES = new Set<TicketStage>([
  'pending',
  'preparing',
  'onDevice',
  'signed',
  'submitted',
  'unknown',
])

/** A ticket that still waits for a person, the device or the venue. */
export const isOpenStage = (stage: TicketStage): boolean => OPEN_STAGES.has(stage)

export const quoteOf = (slices: DeskSlices, coin: string | null): QuoteView | null =>
  slices.quotes.find((quote) => quote.coin === coin) ?? null

export const useQuote = (coin: string | null): QuoteView | null =>
  useDesk((slices) => ({ quote: quoteOf(slices, coin) })).quote

export const useInstrument = (coin: string | null): InstrumentView | null =>
  useDesk((slices) => ({
    instrument: slices.instruments.find((instrument) => instrument.coin === coin) ?? null,
  })).instrument

/** Decimals of a quantity of the coin; eight, the most there are, when it is not known. */
export function useSizeDecimals(coin: string | null): number {
  return useInstrument(coin)?.sizeDecimals ?? 8
}
