import './preview-block.css'
import type { ReactNode } from 'react'
import type { PreviewView } from '#contract/views.ts'
import { capSentence } from '../../state/cap-words.ts'
import { Dollars, Price, Quantity } from '../../ui/Amount.tsx'
import { Icon } from '../../ui/Icon.tsx'
import type { Preview } from './use-preview.ts'

interface PreviewBlockProps {
  readonly preview: Preview
  readonly coin: string
  readonly sizeDecimals: number
  /** What to say while there is nothing to ask about. */
  readonly waitingFor: string
}

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Figures(props: {
  readonly view: PreviewView
  readonly coin: string
  readonly sizeDecimals: number
}) {
  const { view, coin, sizeDecimals } = props
  return (
    <dl className="preview-figures">
      <Row name="Size">
        <Quantity value={view.quantity} sizeDecimals={sizeDecimals} unit={coin} name="quantity" />
      </Row>
      <Row name="Worst price">
        <Price value={view.worstPrice} sizeDecimals={sizeDecimals} name="worstPrice" />
      </Row>
      <Row name="Loss at stop">
        <Dollars value={view.lossAtStop} means="loss" name="lossAtStop" />
      </Row>
      <Row name="Gain at target">
        <Dollars value={view.gainAtTarget} means="gain" name="gainAtTarget" />
      </Row>
      <Row name="Fees">
        <Dollars value={view.fees} name="fees" />
      </Row>
      <Row name="Margin">
        <Dollars value={view.margin} name="margin" />
      </Row>
    </dl>
  )
}

/** The risk manager's answer before anything is sent: the figures, or the no with its reason. */
export function PreviewBlock({ preview, coin, sizeDecimals, waitingFor }: PreviewBlockProps) {
  if (preview.state === 'none') return <p className="preview-wait">{waitingFor}</p>
  if (preview.state === 'failed') {
    return (
      <p className="preview-denied" role="status">
        <Icon name="warning" />
        <span>{preview.message}</span>
      </p>
    )
  }
  const view = preview.state === 'known' ? preview.view : preview.last
  if (view === null) return <p className="preview-wait">Asking the risk manager…</p>
  return (
    <div className="preview" data-state={preview.state}>
      {view.result === 'denied' ? (
        <p className="preview-denied" role="status" data-code={view.code}>
          <Icon name="shield" />
          <span>{view.message}</span>
        </p>
      ) : null}
      {view.quantity === null ? null : (
        <Figures view={view} coin={coin} sizeDecimals={sizeDecimals} />
      )}
      {view.bindingCap === null ? null : (
        <p className="preview-cap">{capSentence(view.bindingCap)}</p>
      )}
    </div>
  )
}
