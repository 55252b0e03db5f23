import './records.css'
import '../../ui/form-screen.css'
import { useState } from 'react'
import type { TaxChoice, TaxPreviewView } from '#contract/records.ts'
import { presetChoice } from '#contract/tax-presets.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Empty } from '../../ui/Panel.tsx'
import { ScreenFrame } from '../../ui/ScreenFrame.tsx'
import { ChoiceForm } from './ChoiceForm.tsx'
import { ExportPanel } from './ExportPanel.tsx'
import { MethodsPanel } from './MethodsPanel.tsx'
import { OpenPanel } from './OpenPanel.tsx'
import { SourcesPanel } from './SourcesPanel.tsx'
import { TaxRowsTable } from './TaxRowsTable.tsx'
import { TaxTotals } from './TaxTotals.tsx'
import { useTax } from './use-tax.ts'

const FIRST: TaxChoice = { ...presetChoice('us'), year: null, wallets: null }
/** The choice outlives a visit to another screen, not the window. */
const kept = { choice: FIRST }

function Sentences(props: {
  readonly title: string
  readonly tone: 'warning' | 'gap' | 'problem'
  readonly sentences: readonly string[]
}) {
  const { title, tone, sentences } = props
  if (sentences.length === 0) return null
  return (
    <section className={`tax-sentences tax-sentences-${tone}`} aria-label={title}>
      <Icon name="warning" />
      <div>
        <h2>{title}</h2>
        <ul>
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </div>
    </section>
  )
}

function Doubts({ preview }: { readonly preview: TaxPreviewView }) {
  return (
    <>
      <Sentences title="No figures yet" tone="problem" sentences={preview.problems} />
      <Sentences title="Gaps in the history" tone="gap" sentences={preview.gaps} />
      <Sentences title="Warnings" tone="warning" sentences={preview.warnings} />
    </>
  )
}

/** Records, the figures made of them, what is behind each row, and files for the accountant. */
export function RecordsScreen() {
  const [choice, setChoice] = useState(kept.choice)
  const { records, preview, isComputing, round, refresh } = useTax(choice)
  const change = (next: TaxChoice): void => {
    kept.choice = next
    setChoice(next)
  }
  return (
    <ScreenFrame
      title="Records and tax"
      lead="Every fill, fee and funding payment, what they come to in a tax year, and who approved them."
    >
      {records === null || preview === null ? (
        <Empty title="Reading the records…" />
      ) : (
        <div className="form-screen" aria-busy={isComputing}>
          <div className="form-screen-side">
            <ChoiceForm
              choice={choice}
              preview={preview}
              wallets={records.wallets}
              onChange={change}
            />
            <ExportPanel choice={choice} isReady={preview.problems.length === 0} />
          </div>
          <div className="form-screen-results">
            <Doubts preview={preview} />
            {preview.needsAcknowledgement ? (
              <p>
                <ActionButton
                  onPress={() => change({ ...choice, isRetroactiveAcknowledged: true })}
                >
                  I have read this; show the figures with a warning
                </ActionButton>
              </p>
            ) : null}
            <TaxTotals preview={preview} />
            <TaxRowsTable choice={choice} round={round} count={preview.rowCount} />
            <OpenPanel preview={preview} />
            <MethodsPanel
              choice={choice}
              preview={preview}
              standingOrders={records.standingOrders}
              onChanged={refresh}
            />
            <SourcesPanel
              records={records}
              choice={choice}
              currency={preview.currency}
              onChanged={refresh}
            />
          </div>
        </div>
      )}
    </ScreenFrame>
  )
}
