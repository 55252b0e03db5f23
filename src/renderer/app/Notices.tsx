import { dismiss, useNotices } from '../state/notices.ts'
import { ActionButton } from '../ui/ActionButton.tsx'
import { Icon } from '../ui/Icon.tsx'

/** Lines below the desk, beside nothing that they could cover: refusals and faults, until they are dismissed. */
export function Notices() {
  const list = useNotices((state) => state.list)
  return (
    <section className="notices" aria-label="Notices" aria-live="assertive">
      {list.map((notice) => (
        <div key={notice.id} className="notice" data-tone={notice.tone}>
          <Icon name={notice.tone === 'info' ? 'check' : 'warning'} />
          <p>{notice.text}</p>
          <ActionButton
            size="small"
            tone="quiet"
            label="Dismiss notice"
            onPress={() => dismiss(notice.id)}
          >
            <Icon name="close" size={12} />
          </ActionButton>
        </div>
      ))}
    </section>
  )
}
