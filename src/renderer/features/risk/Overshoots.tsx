import './risk-screen.css'
import { Icon } from '../../ui/Icon.tsx'

/** Losses that went beyond a trade's worst case or the day's cap, as the log has them. */
export function Overshoots({ sentences }: { readonly sentences: readonly string[] }) {
  return (
    <section className="risk-part" aria-label="Lost beyond what was reckoned">
      <h2 className="risk-heading">Lost beyond what was reckoned</h2>
      <ul className="risk-list">
        {sentences.map((sentence) => (
          <li key={sentence} className="risk-cause" data-mode="reducing">
            <Icon name="warning" size={14} />
            <span>{sentence}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
