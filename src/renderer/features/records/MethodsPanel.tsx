import type {
  MethodSumsView,
  StandingOrderView,
  TaxChoice,
  TaxPreviewView,
} from '#contract/records.ts'
import { tell } from '../../state/desk-request.ts'
import { notify } from '../../state/notices.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Amount } from '../../ui/Amount.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { exactMoment } from '../../ui/time-text.ts'
import { METHOD_WORDS } from './tax-words.ts'

interface MethodsPanelProps {
  readonly choice: TaxChoice
  readonly preview: TaxPreviewView
  readonly standingOrders: readonly StandingOrderView[]
  readonly onChanged: () => void
}

const columns = (currency: string): readonly Column<MethodSumsView>[] => [
  { id: 'method', title: 'Method', cell: (row) => METHOD_WORDS[row.method], isRowHeader: true },
  ...(
    [
      ['gain', 'Gain'],
      ['shortTermGain', 'Short-term'],
      ['longTermGain', 'Long-term'],
    ] as const
  ).map(([id, title]) => ({
    id,
    title,
    isNumber: true,
    cell: (row: MethodSumsView) => (
      <Amount value={row[id]} places={2} isSigned isPrivate after={` ${currency}`} />
    ),
  })),
]

function StandingOrders({ choice, standingOrders, onChanged }: Omit<MethodsPanelProps, 'preview'>) {
  const { method } = choice
  if (method === 'acb' || method === 'uk-s104') return null
  const record = (): void => {
    tell('recordStandingOrder', { method })
      .then(onChanged)
      .catch(() => notify('error', 'The desk does not answer.'))
  }
  return (
    <div className="tax-orders">
      <p>
        {standingOrders.length === 0
          ? 'No standing order is recorded: under the rules of the United States the earliest units go first.'
          : standingOrders
              .map((one) => `${one.method.toUpperCase()} from ${exactMoment(one.recordedMs)}`)
              .join('; ')}
      </p>
      <ActionButton size="small" onPress={record}>
        {`Record ${method.toUpperCase()} as standing order from now`}
      </ActionButton>
    </div>
  )
}

/** What the year would come to by another method, and which one is in force since when. */
export function MethodsPanel(props: MethodsPanelProps) {
  const { preview } = props
  if (preview.methods.length === 0) return null
  return (
    <Panel title="Other methods" className="tax-panel">
      <DataTable
        label="Gains by method"
        columns={columns(preview.currency)}
        rows={preview.methods}
        rowKey={(row) => row.method}
        rowTone={(row) => (row.method === props.choice.method ? 'warning' : null)}
      />
      <StandingOrders {...props} />
    </Panel>
  )
}
