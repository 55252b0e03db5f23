import './limits-editor.css'
import type { LimitEditView } from '#contract/risk-views.ts'
import { Icon } from '../../ui/Icon.tsx'

const WORDS = { tightened: 'tighter', loosened: 'looser', neutral: 'other' }
const ICONS = { tightened: 'check', loosened: 'warning', neutral: 'edit' } as const

/** Each limit that would change: before, after, and whether it allows more. */
export function LimitDiff({ changes }: Pick<LimitEditView, 'changes'>) {
  return (
    <table className="limit-diff" aria-label="Changes">
      <thead>
        <tr>
          <th scope="col">Limit</th>
          <th scope="col">Now</th>
          <th scope="col">New</th>
          <th scope="col">Effect</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.name} data-direction={change.direction}>
            <th scope="row">{change.label}</th>
            <td className="limit-before">{change.from}</td>
            <td className="limit-after">{change.to}</td>
            <td className="limit-effect">
              <Icon name={ICONS[change.direction]} size={12} /> {WORDS[change.direction]}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
