import './dock.css'
import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { create } from 'zustand'
import { OrderBook } from '../features/desk/OrderBook.tsx'
import { DifferencesTable } from '../features/health/DifferencesTable.tsx'
import { CancelAllButton } from '../features/orders/CancelAllButton.tsx'
import { FillsTable } from '../features/orders/FillsTable.tsx'
import { OpenOrdersTable } from '../features/orders/OpenOrdersTable.tsx'
import { isOpenOrder } from '../features/orders/open-orders.ts'
import { PositionsTable } from '../features/orders/PositionsTable.tsx'
import { Equity } from '../features/records/Equity.tsx'
import { DecisionsTable } from '../features/risk/DecisionsTable.tsx'
import { StrategiesTable } from '../features/strategies/StrategiesTable.tsx'
import { useDesk } from '../state/desk-store.ts'
import { useMediaQuery } from './use-media-query.ts'

export type DockTab =
  | 'positions'
  | 'orders'
  | 'fills'
  | 'book'
  | 'strategies'
  | 'decisions'
  | 'equity'
  | 'differences'

interface DockEntry {
  readonly id: DockTab
  readonly title: string
  readonly content: () => ReactNode
}

const ENTRIES: readonly DockEntry[] = [
  { id: 'positions', title: 'Positions', content: () => <PositionsTable /> },
  { id: 'orders', title: 'Open orders', content: () => <OpenOrdersTable /> },
  { id: 'fills', title: 'Fills', content: () => <FillsTable /> },
  { id: 'book', title: 'Book', content: () => <OrderBook look="pair" /> },
  { id: 'equity', title: 'Equity', content: () => <Equity /> },
  { id: 'strategies', title: 'Strategies', content: () => <StrategiesTable /> },
  { id: 'decisions', title: 'Decisions', content: () => <DecisionsTable /> },
  { id: 'differences', title: 'Differences', content: () => <DifferencesTable /> },
]
/** From this width on the book has a place of its own beside the chart (desk.css). */
export const BOOK_COLUMN = '(min-width: 1400px)'
const TRADING: readonly DockTab[] = ['positions', 'orders', 'fills']

interface DockState {
  readonly trading: DockTab
  readonly watching: DockTab
}

/** Which tab is open: on a narrow desk one for all, on a wide one two side by side. */
const useDock = create<DockState>()(() => ({ trading: 'positions', watching: 'equity' }))

export function openTab(tab: DockTab, isWide: boolean): void {
  const isWatching = isWide && !TRADING.includes(tab)
  useDock.setState(isWatching ? { watching: tab } : { trading: tab })
}

function useCounts(): Partial<Record<DockTab, number>> {
  return useDesk((slices) => ({
    positions: slices.positions.length,
    orders: slices.orders.filter(isOpenOrder).length,
    differences: slices.differences.length,
  }))
}

interface DockTabsProps {
  readonly label: string
  readonly entries: readonly DockEntry[]
  readonly open: DockTab
  readonly onOpen: (tab: DockTab) => void
}

function DockTabs({ label, entries, open, onOpen }: DockTabsProps) {
  const counts = useCounts()
  return (
    <Tabs
      className="dock"
      selectedKey={open}
      onSelectionChange={(key) => {
        const entry = entries.find((one) => one.id === key)
        if (entry !== undefined) onOpen(entry.id)
      }}
    >
      <div className="dock-head">
        <TabList className="dock-tabs" aria-label={label}>
          {entries.map((entry) => (
            <Tab key={entry.id} id={entry.id} className="dock-tab" aria-label={entry.title}>
              {entry.title}
              {(counts[entry.id] ?? 0) > 0 ? (
                <span className="dock-count">{counts[entry.id]}</span>
              ) : null}
            </Tab>
          ))}
        </TabList>
        {open === 'orders' ? <CancelAllButton /> : null}
      </div>
      {entries.map((entry) => (
        <TabPanel key={entry.id} id={entry.id} className="dock-panel">
          {entry.content()}
        </TabPanel>
      ))}
    </Tabs>
  )
}

const onOpenTrading = (tab: DockTab): void => useDock.setState({ trading: tab })
const onOpenWatching = (tab: DockTab): void => useDock.setState({ watching: tab })

/** Tables below the chart. */
export function Dock() {
  const isWide = useMediaQuery('(min-width: 1700px)')
  const hasBookColumn = useMediaQuery(BOOK_COLUMN)
  const { trading, watching } = useDock()
  const entries = ENTRIES.filter((entry) => entry.id !== 'book' || !hasBookColumn)
  if (!isWide) {
    const open = entries.some((entry) => entry.id === trading) ? trading : 'positions'
    return <DockTabs label="Account" entries={entries} open={open} onOpen={onOpenTrading} />
  }
  const left = entries.filter((entry) => TRADING.includes(entry.id))
  const right = entries.filter((entry) => !TRADING.includes(entry.id))
  return (
    <div className="dock-pair">
      <DockTabs
        label="Trading"
        entries={left}
        open={TRADING.includes(trading) ? trading : 'positions'}
        onOpen={onOpenTrading}
      />
      <DockTabs label="Watching" entries={right} open={watching} onOpen={onOpenWatching} />
    </div>
  )
}
