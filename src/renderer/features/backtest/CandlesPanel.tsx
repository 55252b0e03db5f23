import { useState } from 'react'
import type { CandleSetView, ImportView } from '#contract/research.ts'
import { ask, tell } from '../../state/desk-request.ts'
import { notify } from '../../state/notices.ts'
import { useSelectedCoin } from '../../state/selected-coin.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { FileProblems } from '../../ui/FileProblems.tsx'
import { Empty, Panel } from '../../ui/Panel.tsx'
import { momentText } from '../../ui/time-text.ts'

const DOWNLOAD_CANDLES = 5000

function gapWords({ gapCount, missing, gaps }: CandleSetView): string {
  if (gapCount === 0) return 'none'
  const largest = gaps[0]
  const where = largest === undefined ? '' : `, the largest after ${momentText(largest.afterMs)}`
  return `${gapCount} (${missing.toLocaleString('en-US')} candles)${where}`
}

const columns = (remove: (set: CandleSetView) => void): readonly Column<CandleSetView>[] => [
  { id: 'coin', title: 'Market', cell: (set) => set.coin, isRowHeader: true },
  { id: 'timeframe', title: 'Length', cell: (set) => set.timeframe },
  {
    id: 'candles',
    title: 'Candles',
    isNumber: true,
    cell: (set) => set.candles.toLocaleString('en-US'),
    sortBy: (set) => set.candles,
  },
  { id: 'first', title: 'First', cell: (set) => momentText(set.firstMs) },
  { id: 'last', title: 'Last', cell: (set) => momentText(set.lastMs) },
  { id: 'gaps', title: 'Gaps', cell: gapWords, isWide: true },
  { id: 'source', title: 'From', cell: (set) => set.source, priority: 2 },
  {
    id: 'controls',
    title: 'Remove',
    isTitleHidden: true,
    hasControls: true,
    cell: (set) => (
      <ActionButton
        size="small"
        tone="quiet"
        label={`Remove ${set.coin} ${set.timeframe}`}
        onPress={() => remove(set)}
      >
        Remove
      </ActionButton>
    ),
  },
]

interface CandlesPanelProps {
  readonly candleSets: readonly CandleSetView[]
  readonly onChanged: () => void
}

/** What candles are there, and where more come from. */
export function CandlesPanel({ candleSets, onChanged }: CandlesPanelProps) {
  const coin = useSelectedCoin() ?? 'BTC'
  const [result, setResult] = useState<ImportView | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const take = (work: () => Promise<ImportView | null>): void => {
    setIsBusy(true)
    setResult(null)
    work()
      .then((taken) => {
        if (taken !== null) setResult(taken)
        onChanged()
      })
      .catch(() => notify('error', 'The desk does not answer.'))
      .finally(() => setIsBusy(false))
  }
  const importFile = async (): Promise<ImportView | null> => {
    const answer = await ask('importCandles', {})
    if (!answer.ok) notify('error', answer.error.message)
    return answer.ok ? answer.value : null
  }
  const download = async (): Promise<ImportView | null> => {
    const wanted = { coin, timeframe: '1m' as const, count: DOWNLOAD_CANDLES }
    const answer = await ask('downloadCandles', wanted)
    if (!answer.ok) notify('error', answer.error.message)
    return answer.ok ? answer.value : null
  }
  const remove = ({ candleSetId }: CandleSetView): void => {
    tell('removeCandles', { candleSetId })
      .then(onChanged)
      .catch(() => notify('error', 'The desk does not answer.'))
  }
  return (
    <Panel
      title="Candles"
      className="candles-panel"
      count={candleSets.length}
      aside={
        <>
          <ActionButton size="small" isPending={isBusy} onPress={() => take(importFile)}>
            Import a file…
          </ActionButton>
          <ActionButton size="small" isPending={isBusy} onPress={() => take(download)}>
            {`Download ${coin} 1m`}
          </ActionButton>
        </>
      }
    >
      {result === null ? null : <FileProblems {...result} />}
      {candleSets.length === 0 ? (
        <Empty title="No candles are stored yet.">
          Import a CSV file, or download the newest candles of the venue.
        </Empty>
      ) : (
        <DataTable
          label="Stored candles"
          columns={columns(remove)}
          rows={candleSets}
          rowKey={(set) => set.candleSetId}
        />
      )}
    </Panel>
  )
}
