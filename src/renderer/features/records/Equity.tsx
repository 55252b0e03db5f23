import './equity-panel.css'
import { lazy, Suspense } from 'react'
import { Empty } from '../../ui/Panel.tsx'

const LazyEquityPanel = lazy(async () => {
  const { EquityPanel } = await import('./EquityPanel.tsx')
  return { default: EquityPanel }
})

/** The chart library of the curve is read when the tab is first opened; its style is here already. */
export function Equity() {
  return (
    <Suspense fallback={<Empty title="Reading the curve…" />}>
      <LazyEquityPanel />
    </Suspense>
  )
}
