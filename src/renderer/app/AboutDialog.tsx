import { useSlice } from '../state/desk-store.ts'
import { ActionButton } from '../ui/ActionButton.tsx'
import { DeskDialog } from '../ui/DeskDialog.tsx'

const NOTES = [
  ['Charts', 'Lightweight Charts by TradingView (tradingview.com), Apache-2.0; Recharts, MIT'],
  ['Controls', 'React, MIT; React Aria Components, Apache-2.0; TanStack Table, MIT; zustand, MIT'],
  ['Letters', 'Inter and JetBrains Mono, SIL Open Font Licence 1.1'],
] as const

/** What it is and whose work it stands on. */
export function AboutDialog({ onClose }: { readonly onClose: () => void }) {
  const { accountAddress } = useSlice('status')
  return (
    <DeskDialog title="Countersign" isOpen onClose={onClose} size="wide">
      <p className="dialog-text">
        A trading desk on your own computer whose orders only your Ledger can sign. Licensed under
        Apache-2.0. It sends nothing to its makers.
      </p>
      <dl className="about">
        <div>
          <dt>Account</dt>
          <dd className="selectable about-address">{accountAddress ?? 'not known yet'}</dd>
        </div>
        {NOTES.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <div className="dialog-actions">
        <ActionButton onPress={onClose} shouldFocus>
          Close
        </ActionButton>
      </div>
    </DeskDialog>
  )
}
