import type { ReactNode } from 'react'
import { Icon } from '../../ui/Icon.tsx'

interface DeviceNoteProps {
  readonly question: 'transactionCheck' | 'review' | null
  readonly children?: ReactNode
}

/** What the owner finds on the device while a request of this screen waits. */
export function DeviceNote({ question, children }: DeviceNoteProps) {
  return (
    <div className="device-note" role="status">
      <Icon name="device" size={20} />
      <div>
        <p>
          {question === 'transactionCheck'
            ? 'Your Ledger first asks about its Transaction Check. Choose “Maybe later”: this desk sends nothing to Ledger’s servers. The request comes next.'
            : 'Look at your Ledger: it waits for your answer.'}
        </p>
        {children}
      </div>
    </div>
  )
}
