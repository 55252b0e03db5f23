import './bracket-ruler.css'
import type { TicketView } from '#contract/views.ts'
import { useQuote, useSizeDecimals } from '../../state/selectors.ts'
import { Price } from '../../ui/Amount.tsx'
import { isBelow } from '../../ui/exact-decimal.ts'

/** A place on the ruler in per cent: drawing only, so a double will do. */
function placer(prices: readonly (string | null)[]): (price: string) => string {
  const numbers = prices.flatMap((price) => (price === null ? [] : [Number(price)]))
  const low = Math.min(...numbers)
  const span = Math.max(...numbers) - low || 1
  return (price) =>
    `${Math.max(0, Math.min(100, ((Number(price) - low) / span) * 100)).toFixed(2)}%`
}

/** Stop, band, worst price and target on one line, and the price between them. */
export function BracketRuler({ ticket }: { readonly ticket: TicketView }) {
  const { stopPrice, targetPrice, worstPrice, bandLow, bandHigh } = ticket
  const quote = useQuote(ticket.coin)
  const sizeDecimals = useSizeDecimals(ticket.coin)
  const mid = quote?.mid ?? null
  const place = placer([stopPrice, targetPrice, worstPrice, bandLow, bandHigh])
  const isOutside = isBelow(mid, bandLow) || isBelow(bandHigh, mid)
  const hasRuler = stopPrice !== null && worstPrice !== null
  return (
    <div className="ruler-block">
      {hasRuler ? (
        <div className="ruler" aria-hidden="true">
          <span className="ruler-line" />
          {bandLow !== null && bandHigh !== null ? (
            <span
              className="ruler-band"
              style={{ left: place(bandLow), right: `calc(100% - ${place(bandHigh)})` }}
            />
          ) : null}
          <span className="ruler-mark ruler-stop" style={{ left: place(stopPrice) }} />
          <span className="ruler-mark ruler-worst" style={{ left: place(worstPrice) }} />
          {targetPrice === null ? null : (
            <span className="ruler-mark ruler-target" style={{ left: place(targetPrice) }} />
          )}
          {mid === null ? null : <span className="ruler-now" style={{ left: place(mid) }} />}
        </div>
      ) : null}
      <dl className="ruler-words">
        {worstPrice === null ? null : (
          <div>
            <dt>Worst price</dt>
            <dd>
              <Price value={worstPrice} sizeDecimals={sizeDecimals} name="worstPrice" />
            </dd>
          </div>
        )}
        {bandLow === null || bandHigh === null ? null : (
          <div data-tone={isOutside ? 'warning' : undefined}>
            <dt>{isOutside ? 'Price left the band' : 'Valid from – to'}</dt>
            <dd>
              <Price value={bandLow} sizeDecimals={sizeDecimals} name="bandLow" />
              {' – '}
              <Price value={bandHigh} sizeDecimals={sizeDecimals} name="bandHigh" />
            </dd>
          </div>
        )}
        {stopPrice === null ? null : (
          <div>
            <dt>
              <span className="ruler-key ruler-key-stop" aria-hidden="true" /> Stop
            </dt>
            <dd>
              <Price value={stopPrice} sizeDecimals={sizeDecimals} name="stopPrice" />
            </dd>
          </div>
        )}
        {targetPrice === null ? null : (
          <div>
            <dt>
              <span className="ruler-key ruler-key-target" aria-hidden="true" /> Target
            </dt>
            <dd>
              <Price value={targetPrice} sizeDecimals={sizeDecimals} name="targetPrice" />
            </dd>
          </div>
        )}
      </dl>
    </div>
  )
}
