import { ActionButton } from '../ui/ActionButton.tsx'
import { DeskDialog } from '../ui/DeskDialog.tsx'
import { SHORTCUTS } from './shortcuts.ts'
import { useShortcutsDialog } from './use-shortcuts.ts'

const close = (): void => useShortcutsDialog.setState({ isOpen: false })

export function ShortcutsDialog() {
  return (
    <DeskDialog title="Keyboard shortcuts" isOpen onClose={close}>
      <p className="dialog-text">They move the focus. None of them sends an order.</p>
      <dl className="shortcuts">
        {SHORTCUTS.map((shortcut) => (
          <div key={shortcut.id}>
            <dt>
              <kbd>{shortcut.keys}</kbd>
            </dt>
            <dd>{shortcut.text}</dd>
          </div>
        ))}
      </dl>
      <div className="dialog-actions">
        <ActionButton onPress={close} shouldFocus>
          Close
        </ActionButton>
      </div>
    </DeskDialog>
  )
}
