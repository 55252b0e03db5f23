import { useEffect, useRef } from 'react'
import type { RunView } from '#contract/research.ts'
import { useDesk } from '../../state/desk-store.ts'
import { drawTrades } from './trade-chart.ts'

/** Prices with the trades of a run; drawn again when the colours change. */
export function TradeChart({ run }: { readonly run: RunView }) {
  const element = useRef<HTMLDivElement>(null)
  const theme = useDesk((slices) => slices.theme)
  useEffect(() => {
    if (element.current === null) return
    const shown = element.current
    shown.dataset.theme = theme
    return drawTrades(shown, run)
  }, [run, theme])
  return (
    <div
      ref={element}
      className="trade-chart"
      role="img"
      aria-label={`Prices of ${run.coin} with ${run.trades.length} trades; the table lists them.`}
    />
  )
}
