import { useState } from 'react'
import type { FundingImportView, FundingSetView } from '#contract/research.ts'
import { ask } from '../../state/desk-request.ts'
import { notify } from '../../state/notices.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { FileProblems } from '../../ui/FileProblems.tsx'
import { momentText } from '../../ui/time-text.ts'

interface FundingFileProps {
  readonly fundingSet: FundingSetView | null
  readonly onChange: (fundingSet: FundingSetView | null) => void
}

/** Recorded funding rates in place of the one rate, from a file that the desk asks for and reads. */
export function FundingFile({ fundingSet, onChange }: FundingFileProps) {
  const [refused, setRefused] = useState<FundingImportView | null>(null)
  const take = async (): Promise<void> => {
    const answer = await ask('importFunding', {})
    if (!answer.ok) {
      notify('error', answer.error.message)
      return
    }
    if (answer.value === null) return
    setRefused(answer.value.fundingSet === null ? answer.value : null)
    if (answer.value.fundingSet !== null) onChange(answer.value.fundingSet)
  }
  if (fundingSet !== null) {
    const { name, rates, firstMs, lastMs } = fundingSet
    return (
      <div className="run-funding">
        <p className="panel-words" role="status">
          Funding of {name}: {rates.toLocaleString('en-US')} rates, {momentText(firstMs)} to{' '}
          {momentText(lastMs)}, each paid at its hour.
        </p>
        <ActionButton size="small" onPress={() => onChange(null)}>
          Use one rate
        </ActionButton>
      </div>
    )
  }
  return (
    <div className="run-funding">
      <ActionButton
        size="small"
        onPress={() => {
          take().catch(() => notify('error', 'The desk does not answer.'))
        }}
      >
        Funding rates from a file…
      </ActionButton>
      {refused === null ? null : <FileProblems {...refused} />}
    </div>
  )
}
