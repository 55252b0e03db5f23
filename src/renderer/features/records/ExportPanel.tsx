import { useEffect, useState } from 'react'
import type { TaxChoice, TaxExportView, TaxProgressView, TaxReportKind } from '#contract/records.ts'
import { TAX_REPORTS } from '#contract/tax-presets.ts'
import { ask, order } from '../../state/desk-request.ts'
import { notify } from '../../state/notices.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ChoiceField } from '../../ui/ChoiceField.tsx'

const LOOK_MS = 300

const FILES = TAX_REPORTS.map(({ kind, title }) => ({ key: kind, text: title }))

/** How many rows are written so far, asked for while a file is under way. */
function useProgress(isBusy: boolean): TaxProgressView | null {
  const [progress, setProgress] = useState<TaxProgressView | null>(null)
  useEffect(() => {
    if (!isBusy) {
      setProgress(null)
      return undefined
    }
    const timer = setInterval(() => {
      ask('getTaxProgress', {})
        .then((answer) => setProgress(answer.ok ? answer.value : null))
        .catch(() => setProgress(null))
    }, LOOK_MS)
    return () => clearInterval(timer)
  }, [isBusy])
  return progress
}

function Written({ done }: { readonly done: TaxExportView }) {
  return (
    <div className="tax-written" role="status">
      <p>
        {done.rows.toLocaleString('en-US')} {done.rows === 1 ? 'row' : 'rows'} in{' '}
        <span className="selectable">{done.file}</span>
      </p>
      <p>
        How they were made, with {done.warnings.length}{' '}
        {done.warnings.length === 1 ? 'warning' : 'warnings'}, stands in the sidecar beside it.
      </p>
    </div>
  )
}

/** One file at a time, through the system's dialog; its settings stand in a sidecar. */
export function ExportPanel({
  choice,
  isReady,
}: {
  readonly choice: TaxChoice
  readonly isReady: boolean
}) {
  const [kind, setKind] = useState<TaxReportKind>('lots')
  const [isBusy, setIsBusy] = useState(false)
  const [done, setDone] = useState<TaxExportView | null>(null)
  const progress = useProgress(isBusy)
  const write = (): void => {
    setIsBusy(true)
    setDone(null)
    ask('exportTax', { choice, kind })
      .then((answer) => {
        if (!answer.ok) notify('error', answer.error.message)
        else if (answer.value !== null) setDone(answer.value)
      })
      .catch(() => notify('error', 'The desk does not answer.'))
      .finally(() => setIsBusy(false))
  }
  return (
    <section className="form-box tax-export" aria-label="Export">
      <ChoiceField label="File" choices={FILES} value={kind} onChange={setKind} />
      <div className="tax-export-buttons">
        <ActionButton tone="ink" isPending={isBusy} isDisabled={!isReady} onPress={write}>
          Export…
        </ActionButton>
        {isBusy ? (
          <ActionButton onPress={() => order('cancelTaxExport', {})}>Cancel</ActionButton>
        ) : null}
      </div>
      {isBusy ? (
        <p className="panel-words" role="status">
          {progress === null
            ? 'Preparing the file…'
            : `${progress.rows.toLocaleString('en-US')} rows written…`}
        </p>
      ) : null}
      {done === null ? null : <Written done={done} />}
      <p className="panel-words">
        Files hold a record and a computation, not tax advice. Unsettled treatments are settings and
        are printed.
      </p>
    </section>
  )
}
