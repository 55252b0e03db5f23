import { useCallback, useEffect, useRef, useState } from 'react'
import type {
  RecordsView,
  TaxChoice,
  TaxPreviewView,
  TaxRowsView,
  TaxRowView,
} from '#contract/records.ts'
import { TAX_ROWS_MAX } from '#contract/records.ts'
import { ask } from '../../state/desk-request.ts'
import { useDesk } from '../../state/desk-store.ts'
import { notify } from '../../state/notices.ts'

const PAGES_KEPT = 40
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

interface Loaded {
  readonly round: number
  readonly pages: ReadonlyMap<number, readonly TaxRowView[]>
}

function withPage(before: Loaded, round: number, page: number, answer: TaxRowsView): Loaded {
  const pages = new Map(before.round === round ? before.pages : [])
  pages.set(page, answer.rows)
  const byDistance = [...pages.keys()].sort((a, b) => Math.abs(a - page) - Math.abs(b - page))
  for (const far of byDistance.slice(PAGES_KEPT)) pages.delete(far)
  return { round, pages }
}

/** The rows of a choice, page by page as they are looked at. */
export function useTaxRows(choice: TaxChoice, round: number) {
  const [loaded, setLoaded] = useState<Loaded>({ round: 0, pages: new Map() })
  const key = JSON.stringify(choice)
  const asked = useRef(new Set<string>())
  const seen = useRef({ first: 0, last: 0 })
  const load = useCallback(
    async (page: number): Promise<void> => {
      const name = `${round} ${page}`
      if (asked.current.has(name)) return
      asked.current.add(name)
      const answer = await ask('getTaxRows', {
        choice: JSON.parse(key) as TaxChoice,
        offset: page * TAX_ROWS_MAX,
        rows: TAX_ROWS_MAX,
      })
      if (answer.ok) setLoaded((before) => withPage(before, round, page, answer.value))
    },
    [key, round],
  )
  const want = useCallback(
    (first: number, last: number): void => {
      seen.current = { first, last }
      for (
        let page = Math.floor(first / TAX_ROWS_MAX);
        page <= Math.floor(last / TAX_ROWS_MAX);
        page += 1
      ) {
        void load(page)
      }
    },
    [load],
  )
  useEffect(() => {
    asked.current.clear()
    want(seen.current.first, seen.current.last)
  }, [want])
  const rowAt = useCallback(
    (index: number): TaxRowView | null =>
      loaded.pages.get(Math.floor(index / TAX_ROWS_MAX))?.[index % TAX_ROWS_MAX] ?? null,
    [loaded],
  )
  return { rowAt, want }
}
