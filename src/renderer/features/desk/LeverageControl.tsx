import { useState } from 'react'
import { Button, Group, Input, Label, NumberField } from 'react-aria-components'
import type { InstrumentView } from '#contract/views.ts'
import { order } from '../../state/desk-request.ts'
import { useDesk } from '../../state/desk-store.ts'
import { isOpenStage, useInstrument } from '../../state/selectors.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { DeskDialog } from '../../ui/DeskDialog.tsx'
import { DialogForm } from '../../ui/DialogForm.tsx'

/** What the contract takes at most; the venue's own maximum may be lower. */
const LEVERAGE_MAX = 50

function LeverageDialog(props: {
  readonly instrument: InstrumentView
  readonly onClose: () => void
}) {
  const { instrument, onClose } = props
  const [leverage, setLeverage] = useState(instrument.leverage)
  return (
    <DeskDialog title={`Leverage of ${instrument.coin}`} isOpen onClose={onClose}>
      <p className="dialog-text">
        It sets how much margin a position binds, not how much it may lose. A change goes to
        Approvals and is signed like an order.
      </p>
      <DialogForm
        onSubmit={() => {
          order('setLeverage', { coin: instrument.coin, leverage })
          onClose()
        }}
      >
        <NumberField
          className="leverage-field"
          value={leverage}
          onChange={(value) => setLeverage(Number.isNaN(value) ? instrument.leverage : value)}
          minValue={1}
          step={1}
          maxValue={Math.min(instrument.maxLeverage, LEVERAGE_MAX)}
        >
          <Label className="field-label">Leverage</Label>
          <Group className="leverage-group">
            <Button slot="decrement" className="button button-plain button-normal">
              −
            </Button>
            <Input className="text-field-input leverage-input" />
            <Button slot="increment" className="button button-plain button-normal">
              +
            </Button>
          </Group>
        </NumberField>
        <div className="dialog-actions">
          <ActionButton tone="quiet" onPress={onClose}>
            Leave it
          </ActionButton>
          <ActionButton type="submit" tone="ink" isDisabled={leverage === instrument.leverage}>
            Set {leverage}×
          </ActionButton>
        </div>
      </DialogForm>
    </DeskDialog>
  )
}

/** The venue stands above what the limits allow: says so, and lowers it with one press. */
export function LeverageNotice({ coin }: { readonly coin: string }) {
  const instrument = useInstrument(coin)
  const { isUnderWay } = useDesk(({ tickets }) => ({
    isUnderWay: tickets.some(
      ({ kind, stage, coin: of }) =>
        kind === 'leverage' && of === coin && stage !== 'unknown' && isOpenStage(stage),
    ),
  }))
  if (instrument === null || instrument.leverage <= instrument.leverageCap) return null
  const { leverage, leverageCap } = instrument
  return (
    <div className="leverage-notice" role="note">
      <p className="dialog-text">
        The venue is set to {leverage}× for {coin}, your limits allow {leverageCap}×: no entry
        passes until it is lowered. Exits always work.
        {isUnderWay ? ' The change is in Approvals.' : null}
      </p>
      <ActionButton
        size="small"
        tone="ink"
        isDisabled={isUnderWay}
        onPress={() => order('setLeverage', { coin, leverage: leverageCap })}
      >
        Lower to {leverageCap}×
      </ActionButton>
    </div>
  )
}

/** The leverage of the coin, and the way to change it. */
export function LeverageControl({ coin }: { readonly coin: string }) {
  const instrument = useInstrument(coin)
  const [isOpen, setIsOpen] = useState(false)
  if (instrument === null) return null
  return (
    <>
      <ActionButton
        size="small"
        tone="quiet"
        label={`Leverage of ${coin}: ${instrument.leverage}`}
        onPress={() => setIsOpen(true)}
      >
        {instrument.leverage}×
      </ActionButton>
      {isOpen ? <LeverageDialog instrument={instrument} onClose={() => setIsOpen(false)} /> : null}
    </>
  )
}
