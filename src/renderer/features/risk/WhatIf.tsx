import './risk-screen.css'
import { useState } from 'react'
import type { PreviewView, SideView } from '#contract/views.ts'
import { capSentence } from '../../state/cap-words.ts'
import { ask } from '../../state/desk-request.ts'
import { useDesk } from '../../state/desk-store.ts'
import { notify } from '../../state/notices.ts'
import { useSelectedCoin } from '../../state/selected-coin.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Dollars } from '../../ui/Amount.tsx'
import { ChoiceField } from '../../ui/ChoiceField.tsx'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { DialogForm } from '../../ui/DialogForm.tsx'
import { NO_POSITIVE_NUMBER, typedDecimal } from '../../ui/exact-decimal.ts'
import { Segments } from '../../ui/Segments.tsx'

const SIDES = [
  { key: 'buy', text: 'Buy', tone: 'buy' },
  { key: 'sell', text: 'Sell', tone: 'sell' },
] as const

function Answer({ answer, coin }: { readonly answer: PreviewView; readonly coin: string }) {
  if (answer.result === 'denied') {
    return (
      <p className="what-if-answer" data-result="denied" role="status">
        <strong>✕ It would be denied.</strong> {answer.message}{' '}
        <code className="risk-faint">{answer.code}</code>
      </p>
    )
  }
  return (
    <p className="what-if-answer" data-result="passed" role="status">
      <strong>✓ It would pass:</strong> {answer.quantity} {coin}, at most{' '}
      <Dollars value={answer.lossAtStop} name="what-if-loss" /> lost at the stop.{' '}
      {answer.bindingCap === null ? null : capSentence(answer.bindingCap)}
    </p>
  )
}

/** Empty is the usual; what is no number is said at its field and nothing is asked. */
function readField(text: string): {
  readonly value: string | null
  readonly problem: string | null
} {
  const value = typedDecimal(text)
  const isWrong = value === null && text.trim() !== ''
  return { value, problem: isWrong ? NO_POSITIVE_NUMBER : null }
}

/** "Would this order pass?": asked of the risk manager, and nothing is written. */
export function WhatIf() {
  const coins = useDesk((slices) => slices.risk.instruments)
  const selected = useSelectedCoin()
  const [coin, setCoin] = useState(selected ?? coins[0]?.coin ?? 'BTC')
  const [side, setSide] = useState<SideView>('buy')
  const [quantity, setQuantity] = useState('')
  const [stop, setStop] = useState('')
  const [answer, setAnswer] = useState<PreviewView | null>(null)
  const [size, stopPrice] = [readField(quantity), readField(stop)]
  const check = (): void => {
    setAnswer(null)
    if (size.problem !== null || stopPrice.problem !== null) return
    ask('previewOrder', {
      coin,
      side,
      entry: { type: 'market' },
      sizing: size.value === null ? { by: 'risk' } : { by: 'quantity', quantity: size.value },
      stopPrice: stopPrice.value,
      targetPrice: null,
    })
      .then((given) => {
        if (given.ok) setAnswer(given.value)
        else notify('error', given.error.message)
      })
      .catch(() => notify('error', 'The desk does not answer.'))
  }
  return (
    <section className="risk-part" aria-label="What if">
      <h2 className="risk-heading">Would this order pass?</h2>
      <DialogForm onSubmit={check}>
        <div className="what-if">
          {coins.length > 1 ? (
            <ChoiceField
              label="Market"
              choices={coins.map((one) => ({ key: one.coin, text: one.coin }))}
              value={coin}
              onChange={setCoin}
            />
          ) : null}
          <Segments label="Side" segments={SIDES} value={side} onChange={setSide} />
          <DecimalField
            label="Size"
            value={quantity}
            onChange={setQuantity}
            unit={coin}
            placeholder="by risk"
            problem={size.problem}
          />
          <DecimalField
            label="Stop"
            value={stop}
            onChange={setStop}
            unit="$"
            placeholder="usual"
            problem={stopPrice.problem}
          />
        </div>
        <div className="dialog-actions">
          <ActionButton type="submit">Check</ActionButton>
        </div>
      </DialogForm>
      {answer === null ? null : <Answer answer={answer} coin={coin} />}
    </section>
  )
}
