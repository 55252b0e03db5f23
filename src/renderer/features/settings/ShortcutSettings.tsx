import { useEffect, useState } from 'react'
import { order } from '../../state/desk-request.ts'
import { useDesk } from '../../state/desk-store.ts'
import { combinationOf, combinationText, refusalOf } from '../../state/key-combination.ts'
import type { ChosenKeys, KnownShortcut } from '../../state/known-shortcuts.ts'
import { keysOf, useKnownShortcuts } from '../../state/known-shortcuts.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'

const save = (shortcuts: ChosenKeys): void =>
  order('setPreferences', { shortcuts: { ...shortcuts } })

/** Who has these keys already; a shortcut that nobody can reach would be lost. */
const ownerOf = (keys: string, chosen: ChosenKeys, but: KnownShortcut): KnownShortcut | undefined =>
  useKnownShortcuts.getState().list.find((one) => one.id !== but.id && keysOf(one, chosen) === keys)

/** Listens to the next combination, before anything else does; Escape keeps what was. */
function useNextKeys(isListening: boolean, onKeys: (keys: string | null) => void): void {
  useEffect(() => {
    if (!isListening) return undefined
    const listen = (event: KeyboardEvent): void => {
      const keys = combinationOf(event)
      if (event.key === 'Tab') {
        onKeys(null)
        return
      }
      event.preventDefault()
      event.stopPropagation()
      if (keys !== null) onKeys(keys === 'Escape' ? null : keys)
    }
    window.addEventListener('keydown', listen, true)
    useKnownShortcuts.setState({ isChoosing: true })
    return () => {
      window.removeEventListener('keydown', listen, true)
      useKnownShortcuts.setState({ isChoosing: false })
    }
  }, [isListening, onKeys])
}

function ShortcutRow({
  shortcut,
  chosen,
}: {
  readonly shortcut: KnownShortcut
  chosen: ChosenKeys
}) {
  const [isListening, setIsListening] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const keys = keysOf(shortcut, chosen)
  const take = (wanted: string | null): void => {
    setIsListening(false)
    setProblem(null)
    if (wanted === null || wanted === keys) return
    const owner = ownerOf(wanted, chosen, shortcut)
    const refusal = refusalOf(wanted)
    if (refusal !== null) setProblem(refusal)
    else if (owner !== undefined) setProblem(`${combinationText(wanted)} is: ${owner.text}.`)
    else save({ ...chosen, [shortcut.id]: wanted })
  }
  useNextKeys(isListening, take)
  const isOwn = chosen[shortcut.id] !== undefined
  return (
    <li className="shortcut-row">
      <span>{shortcut.text}</span>
      <span className="shortcut-keys" role="status">
        {isListening ? 'Press the new keys…' : <kbd>{combinationText(keys)}</kbd>}
      </span>
      <ActionButton
        size="small"
        label={isOwn ? `Usual keys of: ${shortcut.text}` : `Other keys for: ${shortcut.text}`}
        onPress={() => {
          if (!isOwn) {
            setIsListening(true)
            return
          }
          const { [shortcut.id]: _own, ...rest } = chosen
          save(rest)
        }}
      >
        {isOwn ? 'Usual' : 'Change'}
      </ActionButton>
      {problem === null ? null : (
        <p className="shortcut-problem" role="alert">
          {problem}
        </p>
      )}
    </li>
  )
}

/** Every shortcut with its keys, which can be others. */
export function ShortcutSettings() {
  const list = useKnownShortcuts((state) => state.list)
  const chosen = useDesk((slices) => slices.preferences.shortcuts)
  return (
    <section className="setting-group" aria-labelledby="setting-shortcuts">
      <h2 id="setting-shortcuts">Keyboard</h2>
      <p className="setting-note">
        Shortcuts move the focus, or stop. None of them sends an order, and none can be made to.
      </p>
      <ul className="shortcut-list">
        {list.map((shortcut) => (
          <ShortcutRow key={shortcut.id} shortcut={shortcut} chosen={chosen} />
        ))}
      </ul>
    </section>
  )
}
