import { useState } from 'react'
import type {
  RecordsImportRowView,
  RecordsImportView,
  RecordsView,
  TaxChoice,
  WalletView,
} from '#contract/records.ts'
import { ask, tell } from '../../state/desk-request.ts'
import { notify } from '../../state/notices.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { LineField } from '../../ui/LineField.tsx'
import { Empty, Panel } from '../../ui/Panel.tsx'
import { exactMoment } from '../../ui/time-text.ts'
import { walletText } from './tax-words.ts'

const broken = (): void => notify('error', 'The desk does not answer.')
const count = (value: number): string => value.toLocaleString('en-US')
const PROBLEMS_SHOWN = 12

const WALLETS: readonly Column<WalletView>[] = [
  {
    id: 'account',
    title: 'Wallet',
    isRowHeader: true,
    cell: (one) => (
      <span title={one.account}>
        {walletText(one.account)}
        {one.isDesk ? ', this desk' : ''}
      </span>
    ),
  },
  { id: 'fills', title: 'Fills', isNumber: true, cell: (one) => count(one.fills) },
  { id: 'funding', title: 'Funding', isNumber: true, cell: (one) => count(one.funding) },
  { id: 'entries', title: 'Other rows', isNumber: true, cell: (one) => count(one.entries) },
  {
    id: 'first',
    title: 'First (UTC)',
    cell: (one) => (one.firstMs === null ? '' : exactMoment(one.firstMs).slice(0, 16)),
    priority: 2,
  },
  {
    id: 'last',
    title: 'Last (UTC)',
    cell: (one) => (one.lastMs === null ? '' : exactMoment(one.lastMs).slice(0, 16)),
  },
]

const LAYOUTS: Record<RecordsImportRowView['layout'], string> = {
  own: 'our own ledger',
  hyperliquid: 'Hyperliquid',
  generic: 'generic',
}

const importColumns = (
  remove: (one: RecordsImportRowView) => void,
): readonly Column<RecordsImportRowView>[] => [
  { id: 'name', title: 'File', cell: (one) => one.name, isRowHeader: true, isWide: true },
  { id: 'layout', title: 'Layout', cell: (one) => LAYOUTS[one.layout] },
  { id: 'added', title: 'New rows', isNumber: true, cell: (one) => count(one.added) },
  { id: 'known', title: 'Known before', isNumber: true, cell: (one) => count(one.known) },
  {
    id: 'controls',
    title: 'Remove',
    isTitleHidden: true,
    hasControls: true,
    cell: (one) => (
      <ActionButton
        size="small"
        tone="quiet"
        label={`Remove the rows of ${one.name}`}
        onPress={() => remove(one)}
      >
        Remove
      </ActionButton>
    ),
  },
]

function Outcome({ result }: { readonly result: RecordsImportView }) {
  const { taken, problems } = result
  if (taken !== null) {
    return (
      <p className="panel-words" role="status">
        {count(taken.added)} new rows out of {taken.name}; {count(taken.known)} were known before.
      </p>
    )
  }
  return (
    <div className="panel-problems" role="alert">
      <p>
        Nothing was imported: {problems.length} {problems.length === 1 ? 'problem' : 'problems'}.
      </p>
      <ul>
        {problems.slice(0, PROBLEMS_SHOWN).map(({ row, field, value, expected }) => (
          <li key={`${row} ${field}`}>
            {row === 0 ? '' : `Row ${row}, `}
            {field}: “{value}”, expected {expected}
          </li>
        ))}
      </ul>
    </div>
  )
}

interface SourcesPanelProps {
  readonly records: RecordsView
  readonly choice: TaxChoice
  readonly currency: string
  readonly onChanged: () => void
}

function useSources({ choice, currency, onChanged }: SourcesPanelProps) {
  const [result, setResult] = useState<RecordsImportView | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const during = (work: () => Promise<void>): void => {
    setIsBusy(true)
    work()
      .then(onChanged)
      .catch(broken)
      .finally(() => setIsBusy(false))
  }
  const take = (wallet: string): void =>
    during(async () => {
      setResult(null)
      const wish = { wallet: wallet === '' ? null : wallet, zone: choice.zone, currency }
      const answer = await ask('importRecords', wish)
      if (!answer.ok) notify('error', answer.error.message)
      else if (answer.value !== null) setResult(answer.value)
    })
  const complete = (): void =>
    during(async () => {
      const answer = await ask('completeRecords', {})
      if (!answer.ok) notify('error', answer.error.message)
      else notify('info', `${count(answer.value.added)} new rows came from the venue.`)
    })
  const remove = ({ importId }: RecordsImportRowView): void =>
    during(async () => {
      await tell('removeRecordsImport', { importId })
      setResult(null)
    })
  return { result, isBusy, take, complete, remove }
}

/** Where the records come from, and how far back they reach. */
export function SourcesPanel(props: SourcesPanelProps) {
  const { records } = props
  const { result, isBusy, take, complete, remove } = useSources(props)
  const [wallet, setWallet] = useState('')
  return (
    <Panel
      title="Records"
      className="tax-panel"
      aside={
        <ActionButton size="small" isPending={isBusy} onPress={complete}>
          Ask the venue
        </ActionButton>
      }
    >
      {records.wallets.length === 0 ? (
        <Empty title="No records yet.">
          Fills and funding of this desk come by themselves; older ones from the venue or a file.
        </Empty>
      ) : (
        <DataTable
          label="Recorded wallets"
          columns={WALLETS}
          rows={records.wallets}
          rowKey={(one) => one.account}
        />
      )}
      <div className="tax-import">
        <LineField
          label="Rows without a wallet belong to"
          value={wallet}
          onChange={setWallet}
          placeholder="this desk"
          lengthMax={120}
        />
        <ActionButton isPending={isBusy} onPress={() => take(wallet.trim())}>
          Import a CSV file…
        </ActionButton>
      </div>
      {result === null ? null : <Outcome result={result} />}
      {records.imports.length === 0 ? null : (
        <DataTable
          label="Imported files"
          columns={importColumns(remove)}
          rows={records.imports}
          rowKey={(one) => String(one.importId)}
        />
      )}
      {records.reaches.map((sentence) => (
        <p key={sentence} className="panel-words">
          {sentence}
        </p>
      ))}
    </Panel>
  )
}
