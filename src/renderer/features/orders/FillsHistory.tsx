import './orders.css'
import type { Dispatch, SetStateAction } from 'react'
import { memo, use, useEffect, useMemo, useState } from 'react'
import type { FillsFilter } from '#contract/fills-page.ts'
import type { FillView } from '#contract/views.ts'
import { ungrouped } from '#core/money/ungrouped.ts'
import { useSlice } from '../../state/desk-store.ts'
import { useSizeDecimalsOf } from '../../state/use-size-decimals-of.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { amountText, priceText, sideText } from '../../ui/amount-text.ts'
import type { Choice } from '../../ui/ChoiceField.tsx'
import { ChoiceField } from '../../ui/ChoiceField.tsx'
import { Discreet } from '../../ui/discreet.ts'
import { LineField } from '../../ui/LineField.tsx'
import { Empty } from '../../ui/Panel.tsx'
import { capitalised } from '../../ui/plain-words.ts'
import { exactMoment } from '../../ui/time-text.ts'
import type { VirtualColumn } from '../../ui/VirtualTable.tsx'
import { VirtualTable } from '../../ui/VirtualTable.tsx'
import { useFillsPages } from './use-fills-pages.ts'

const ALL: FillsFilter = { coin: null, side: null, role: null, text: '' }
const ANY = 'any'
const TYPING_MS = 250

type SideKey = 'any' | 'buy' | 'sell'
type RoleKey = 'any' | FillView['role']

const SIDES: readonly Choice<SideKey>[] = [
  { key: ANY, text: 'Both sides' },
  { key: 'buy', text: 'Buys' },
  { key: 'sell', text: 'Sells' },
]
const ROLES: readonly Choice<RoleKey>[] = [
  { key: ANY, text: 'Any role' },
  { key: 'entry', text: 'Entries' },
  { key: 'stop', text: 'Stops' },
  { key: 'target', text: 'Targets' },
  { key: 'exit', text: 'Exits' },
  { key: 'foreign', text: 'Not ours' },
]

function columnsFor(
  decimalsOf: (coin: string) => number,
  isHidden: boolean,
): VirtualColumn<FillView>[] {
  const dollars = { before: '$', isHidden }
  return [
    {
      id: 'time',
      title: 'Time (UTC)',
      width: '10rem',
      cell: (row) => exactMoment(row.tsEventMs).slice(0, 19),
    },
    {
      id: 'coin',
      title: 'Market',
      width: '5rem',
      cell: (row) => ({ text: row.coin, tone: 'strong' }),
    },
    { id: 'side', title: 'Side', width: '4rem', cell: (row) => sideText(row.side, 'order') },
    {
      id: 'role',
      title: 'Role',
      width: '5rem',
      cell: (row) => (row.role === 'foreign' ? 'Not ours' : capitalised(row.role)),
    },
    {
      id: 'price',
      title: 'Price',
      width: 'minmax(6rem, 10rem)',
      isNumber: true,
      cell: (row) => priceText(row.price, decimalsOf(row.coin)),
    },
    {
      id: 'quantity',
      title: 'Size',
      width: 'minmax(6rem, 10rem)',
      isNumber: true,
      cell: (row) => amountText(row.quantity, decimalsOf(row.coin), { isHidden }),
    },
    {
      id: 'closedPnl',
      title: 'Realised',
      width: 'minmax(6rem, 10rem)',
      isNumber: true,
      cell: (row) => amountText(row.closedPnl, 2, { ...dollars, isSigned: true }),
    },
    {
      id: 'fee',
      title: 'Fee',
      width: 'minmax(5rem, 10rem)',
      isNumber: true,
      cell: (row) => amountText(row.fee, 4, dollars),
    },
    {
      id: 'liquidity',
      title: 'Liquidity',
      width: '4.5rem',
      cell: (row) => (row.isTaker ? 'taker' : 'maker'),
    },
    {
      id: 'trade',
      title: 'Trade',
      width: 'minmax(8rem, 1fr)',
      cell: (row) => ({ text: row.tradeId, tone: 'faint' }),
    },
  ]
}

/** The search text once the typing has stopped. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

interface FilterBarProps {
  readonly filter: FillsFilter
  readonly text: string
  readonly onText: (text: string) => void
  readonly onFilter: Dispatch<SetStateAction<FillsFilter>>
}

/** Its fields are much to draw: they are left alone while the table is scrolled. */
const FilterBar = memo(({ filter, text, onText, onFilter }: FilterBarProps) => {
  const instruments = useSlice('instruments')
  const coins = [ANY, ...instruments.map((one) => one.coin)].map((key) => ({
    key,
    text: key === ANY ? 'All markets' : key,
  }))
  const onChange = (part: Partial<FillsFilter>): void =>
    onFilter((before) => ({ ...before, ...part }))
  const clear = (): void => {
    onFilter(ALL)
    onText('')
  }
  const isFiltered =
    text !== '' || filter.coin !== null || filter.side !== null || filter.role !== null
  return (
    <search className="fills-filter">
      <LineField
        label="Search"
        value={text}
        onChange={onText}
        placeholder="Trade, order, price, day"
        lengthMax={60}
      />
      <ChoiceField
        label="Market"
        choices={coins}
        value={filter.coin ?? ANY}
        onChange={(coin) => onChange({ coin: coin === ANY ? null : coin })}
      />
      <ChoiceField
        label="Side"
        choices={SIDES}
        value={filter.side ?? ANY}
        onChange={(side) => onChange({ side: side === ANY ? null : side })}
      />
      <ChoiceField
        label="Role"
        choices={ROLES}
        value={filter.role ?? ANY}
        onChange={(role) => onChange({ role: role === ANY ? null : role })}
      />
      <ActionButton tone="quiet" isDisabled={!isFiltered} onPress={clear}>
        Clear
      </ActionButton>
    </search>
  )
})

const toneOf = (row: FillView): 'buy' | 'sell' | 'warning' =>
  row.role === 'foreign' ? 'warning' : row.side

const countText = (total: number): string =>
  total === 1 ? '1 fill' : `${total.toLocaleString('en-US')} fills`

/** Every fill that there ever was, read from the log as it is scrolled. */
export function FillsHistory() {
  const [filter, setFilter] = useState(ALL)
  const [text, setText] = useState('')
  const settled = useSettled(text)
  // prices are shown with their thousands apart and stored without
  const whole = useMemo(() => ({ ...filter, text: ungrouped(settled) }), [filter, settled])
  const { total, failure, rowAt, want } = useFillsPages(whole)
  const decimalsOf = useSizeDecimalsOf()
  const isHidden = use(Discreet)
  const columns = useMemo(() => columnsFor(decimalsOf, isHidden), [decimalsOf, isHidden])
  const isFiltered = JSON.stringify(whole) !== JSON.stringify(ALL)
  return (
    <section className="fills-history" aria-label="Fills">
      <header className="fills-head">
        <h2 className="panel-title">Fills</h2>
        <p className="fills-count" role="status">
          {total === null ? 'Reading…' : countText(total)}
        </p>
        <FilterBar filter={filter} text={text} onText={setText} onFilter={setFilter} />
      </header>
      {failure === null ? null : (
        <p className="fills-failure" role="alert">
          {failure}
        </p>
      )}
      {total === 0 ? (
        <Empty title={isFiltered ? 'No fill is like that.' : 'No fills yet.'}>
          {isFiltered
            ? 'Take a condition away, or clear them all.'
            : 'Every execution is recorded here with its fee, to the last decimal.'}
        </Empty>
      ) : (
        <VirtualTable
          label="All fills"
          columns={columns}
          count={total ?? 0}
          rowAt={rowAt}
          toneOf={toneOf}
          onRange={want}
        />
      )}
    </section>
  )
}
