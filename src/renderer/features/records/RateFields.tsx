import { useState } from 'react'
import type { RatesImportView, TaxChoice, TaxPreviewView } from '#contract/records.ts'
import { ask } from '../../state/desk-request.ts'
import { notify } from '../../state/notices.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { FileProblems } from '../../ui/FileProblems.tsx'
import { useDraft } from './use-draft.ts'

const POSITIVE = /^\d{1,12}(\.\d{1,12})?$/

interface RateFieldsProps {
  readonly choice: TaxChoice
  readonly preview: TaxPreviewView | null
  readonly onChange: (choice: TaxChoice) => void
}

/** What turns the venue's dollar into the home currency: one rate, or a file of daily ones. */
export function RateFields({ choice, preview, onChange }: RateFieldsProps) {
  const rate = useDraft(choice.rate, POSITIVE, (text) => onChange({ ...choice, rate: text }))
  const [refused, setRefused] = useState<RatesImportView | null>(null)
  const take = async (): Promise<void> => {
    const answer = await ask('importRates', {})
    if (!answer.ok) {
      notify('error', answer.error.message)
      return
    }
    if (answer.value === null) return
    const { ratesId } = answer.value
    setRefused(ratesId === null ? answer.value : null)
    if (ratesId !== null) onChange({ ...choice, ratesId })
  }
  const currency = preview?.currency ?? 'Home currency'
  if (choice.ratesId !== undefined) {
    const { ratesId: _gone, ...oneRate } = choice
    return (
      <>
        <p className="tax-rates" role="status">
          {currency} for 1 USDC: {preview?.conversion ?? 'daily rates from a file'}.
        </p>
        <ActionButton size="small" onPress={() => onChange(oneRate)}>
          Use one rate
        </ActionButton>
      </>
    )
  }
  return (
    <>
      <DecimalField
        label={`${currency} for 1 USDC`}
        value={rate.text}
        onChange={rate.change}
        problem={rate.isGood ? null : 'A number above zero, such as 0.79'}
        hint="Printed in every file."
      />
      <ActionButton
        size="small"
        onPress={() => {
          take().catch(() => notify('error', 'The desk does not answer.'))
        }}
      >
        Daily rates from a file…
      </ActionButton>
      {refused === null ? null : <FileProblems {...refused} />}
    </>
  )
}
