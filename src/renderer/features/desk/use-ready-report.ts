import { useEffect } from 'react'
import { useDesk } from '../../state/desk-store.ts'
import { deskApi } from '../../state/desk-window.ts'

/** A live price counts even where the account or the candles are late. */
const PATIENCE_MS = 3000

let hasReported = false

function report(): void {
  if (hasReported) return
  hasReported = true
  requestAnimationFrame(() => {
    document.documentElement.dataset.ready = 'live'
    deskApi().reportReady()
  })
}

/**
 * Says once that a live price can be seen: as soon as the account and the candles are there too,
 * and without them after three seconds.
 */
export function useReadyReport(isLive: boolean, hasCandles: boolean): void {
  const hasAccount = useDesk((slices) => slices.account !== null)
  const isWhole = isLive && hasCandles && hasAccount
  useEffect(() => {
    if (!isLive || hasReported) return
    if (isWhole) report()
    const timer = setTimeout(report, PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [isLive, isWhole])
}
