import { useCallback, useEffect, useRef, useState } from 'react'
import type { RecordsView, TaxChoice, TaxPreviewView } from '#contract/records.ts'
import { TAX_ROWS_MAX } from '#contract/tax-presets.ts'
import { ask } from '../../state/desk-request.ts'
import { useDesk } from '../../state/desk-store.ts'
import { notify } from '../../state/notices.ts'
import { usePagedRows } from '../../state/use-paged-rows.ts'

/** Fills come in handfuls: they are counted together. */
const SETTLE_MS = 400

/** A number that grows when the desk has got new fills or funding. */
function useGrowth(): number {
  const newest = useDesk((slices) => ({
    id: `${slices.fills[0]?.tradeId ?? ''} ${slices.account?.fundingTotal ?? ''}`,
  })).id
  const [growth, setGrowth] = useState(0)
  const first = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest fill is the reason to count
  useEffect(() => {
    if (first.current) {
      first.current = false
      return undefined
    }
    const timer = setTimeout(() => setGrowth((before) => before + 1), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [newest])
  return growth
}

export interface Tax {
  readonly records: RecordsView | null
  readonly preview: TaxPreviewView | null
  readonly isComputing: boolean
  /** Changes whenever the rows are other rows. */
  readonly round: number
  /** Reads everything again. */
  readonly refresh: () => void
}

/** The records and the figures of a choice; computed anew when either changes. */
export function useTax(choice: TaxChoice): Tax {
  const [records, setRecords] = useState<RecordsView | null>(null)
  const [preview, setPreview] = useState<TaxPreviewView | null>(null)
  const [isComputing, setIsComputing] = useState(true)
  const [asked, setAsked] = useState(0)
  const [round, setRound] = useState(0)
  const growth = useGrowth()
  const key = JSON.stringify(choice)
  // biome-ignore lint/correctness/useExhaustiveDependencies: growth and asked are reasons to read
  useEffect(() => {
    let isOld = false
    const read = async (): Promise<void> => {
      setIsComputing(true)
      const overview = await ask('getRecords', {})
      const figures = await ask('previewTax', { choice: JSON.parse(key) as TaxChoice })
      if (isOld) return
      if (overview.ok) setRecords(overview.value)
      else notify('error', overview.error.message)
      if (figures.ok) setPreview(figures.value)
      else notify('error', figures.error.message)
      setIsComputing(false)
      setRound((before) => before + 1)
    }
    read().catch(() => notify('error', 'The desk does not answer.'))
    return () => {
      isOld = true
    }
  }, [key, growth, asked])
  const refresh = useCallback(() => setAsked((before) => before + 1), [])
  return { records, preview, isComputing, round, refresh }
}

/** The rows of a choice, page by page as they are looked at; read anew in every round. */
export function useTaxRows(choice: TaxChoice, round: number) {
  const key = JSON.stringify(choice)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the round is a reason to read
  const read = useCallback(
    (offset: number) =>
      ask('getTaxRows', { choice: JSON.parse(key) as TaxChoice, offset, rows: TAX_ROWS_MAX }),
    [key, round],
  )
  return usePagedRows(TAX_ROWS_MAX, read)
}
