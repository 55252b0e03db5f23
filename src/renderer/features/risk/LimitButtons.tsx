import { useState } from 'react'
import type { LimitInputsView, LimitSheetView } from '#contract/risk-views.ts'
import { ask } from '../../state/desk-request.ts'
import { notify } from '../../state/notices.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { LimitsEditor } from './LimitsEditor.tsx'

interface Opened {
  readonly sheet: LimitSheetView
  readonly imported: LimitInputsView | null
}

/** The sheet for the editor, after a file was chosen where one is wanted; null when it was not. */
async function open(isImport: boolean): Promise<Opened | null> {
  let imported: LimitInputsView | null = null
  if (isImport) {
    const taken = await ask('importLimits', {})
    if (!taken.ok) notify('error', taken.error.message)
    if (!taken.ok || taken.value === null) return null
    imported = taken.value
  }
  const answer = await ask('getLimits', {})
  if (answer.ok) return { sheet: answer.value, imported }
  notify('error', answer.error.message)
  return null
}

async function exportLimits(): Promise<void> {
  const answer = await ask('exportLimits', {})
  if (!answer.ok) notify('error', answer.error.message)
  else if (answer.value !== null) notify('info', `The limits are in ${answer.value}.`)
}

const complain = (): void => notify('error', 'The desk does not answer.')

/** Edit, and as a file through the system's dialogs. */
export function LimitButtons() {
  const [opened, setOpened] = useState<Opened | null>(null)
  const start = (isImport: boolean): void => {
    open(isImport).then(setOpened).catch(complain)
  }
  return (
    <>
      <ActionButton size="small" onPress={() => exportLimits().catch(complain)}>
        Export…
      </ActionButton>
      <ActionButton size="small" onPress={() => start(true)}>
        Import…
      </ActionButton>
      <ActionButton size="small" tone="ink" onPress={() => start(false)}>
        Edit limits…
      </ActionButton>
      {opened === null ? null : <LimitsEditor {...opened} onClose={() => setOpened(null)} />}
    </>
  )
}
