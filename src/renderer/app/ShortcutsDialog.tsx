import { useDesk } from '../state/desk-store.ts'
import { combinationText } from '../state/key-combination.ts'
import { keysOf } from '../state/known-shortcuts.ts'
import { ActionButton } from '../ui/ActionButton.tsx'
import { DeskDialog } from '../ui/DeskDialog.tsx'
import { SHORTCUTS } from './shortcuts.ts'
import { useShortcutsDialog } from './use-shortcuts.ts'

const close = (): void => useShortcutsDialog.setState({ isOpen: false })

export function ShortcutsDialog() {
  const chosen = useDesk((slices) => slices.preferences.shortcuts)
  return (
    <DeskDialog title="Keyboard shortcuts" isOpen onClose={close}>
      <p className="dialog-text">
        They move the focus, or stop. None of them sends an order. Settings has other keys for them.
      </p>
      <dl className="shortcuts">
        {SHORTCUTS.map((shortcut) => (
          <div key={shortcut.id}>
            <dt>
              <kbd>{combinationText(keysOf(shortcut, chosen))}</kbd>
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
