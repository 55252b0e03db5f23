import { useNotices } from '../state/notices.ts'

/** Where screen readers hear of what happened elsewhere; the focus stays where it is. */
export function Announcer() {
  const announcement = useNotices((state) => state.announcement)
  return (
    <div className="visually-hidden" role="status" aria-live="polite" aria-label="News of the desk">
      {announcement}
    </div>
  )
}
