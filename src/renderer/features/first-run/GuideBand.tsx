import './guide-band.css'
import { useEffect, useRef } from 'react'
import { create } from 'zustand'
import type { FirstRunStep } from '#contract/first-run-steps.ts'
import { FIRST_RUN_STEPS } from '#contract/first-run-steps.ts'
import { useDesk, useDeskStore } from '../../state/desk-store.ts'
import { showScreen, useShownScreen } from '../../state/shown-screen.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { leaveFirstRun, openStep, useFirstRun } from './first-run.ts'
import type { GuidePhase } from './guide-phase.ts'
import { guidePhase } from './guide-phase.ts'
import { StepDots } from './StepDots.tsx'

type BandStep = 'device' | 'bracket' | 'close'
const isBandStep = (step: FirstRunStep): step is BandStep =>
  step === 'device' || step === 'bracket' || step === 'close'

/** The text of the device's page, to see that it was turned. */
const pageOf = (device: { title: string; text: string; pageIndex: number } | null): string =>
  device === null ? '' : `${device.title}/${device.text}/${device.pageIndex}`

/** Goes on by itself when what the step asked for has happened. */
function useProgress(step: BandStep): void {
  const { page, isHolding } = useDesk((slices) => ({
    page: pageOf(slices.practiceLedger),
    isHolding: slices.positions.length > 0,
  }))
  const before = useRef({ page, wasHolding: isHolding })
  useEffect(() => {
    const { page: firstPage, wasHolding } = before.current
    if (step === 'device' && page !== firstPage) openStep('bracket')
    if (step === 'bracket' && isHolding) openStep('close')
    if (step === 'close' && wasHolding && !isHolding) openStep('result')
    before.current = { page: firstPage, wasHolding: wasHolding || isHolding }
  }, [step, page, isHolding])
}

/** Where the band points now; for the shortcut. */
const useGuideTarget = create<{ readonly target: string | null }>()(() => ({ target: null }))

/** Takes the focus where the band points; nothing while it points nowhere. */
export function followGuide(): void {
  const { target } = useGuideTarget.getState()
  if (target !== null) takeThere(target)
}

function useTarget(target: string | null): void {
  useEffect(() => {
    useGuideTarget.setState({ target })
    return () => useGuideTarget.setState({ target: null })
  }, [target])
}

/** Outlines the place on the desk that the band speaks of. */
function useOutline(id: GuidePhase['id']): void {
  useEffect(() => {
    document.documentElement.dataset.guide = id
    return () => {
      delete document.documentElement.dataset.guide
    }
  }, [id])
}

function takeThere(selector: string): void {
  if (useShownScreen.getState().id !== 'desk') {
    showScreen('desk', selector)
    return
  }
  const found = document.querySelector<HTMLElement>(selector)
  if (found !== null) found.focus()
  else document.querySelector<HTMLElement>('.dock-tab[data-key="positions"]')?.focus()
}

function Band({ step }: { readonly step: BandStep }) {
  const phase = useDeskStore((mirror) =>
    mirror.slices === null ? '' : JSON.stringify(guidePhase(step, mirror.slices)),
  )
  const { id, title, text, target } = JSON.parse(phase) as GuidePhase
  useProgress(step)
  useOutline(id)
  useTarget(target)
  return (
    <section className="guide" aria-label="First run">
      <StepDots step={step} />
      <p className="guide-words" role="status">
        <strong>{title}</strong> {text}
      </p>
      {target === null ? null : (
        <ActionButton size="small" onPress={() => takeThere(target)}>
          Take me there
        </ActionButton>
      )}
      <ActionButton size="small" tone="quiet" onPress={() => leaveFirstRun(step)}>
        Leave for now
      </ActionButton>
    </section>
  )
}

/** The guided first bracket: one line over the desk which says what to do next, and where. */
export function GuideBand() {
  const { step, state } = useFirstRun()
  if (state !== 'open' || !isBandStep(step)) return null
  return <Band key={FIRST_RUN_STEPS.indexOf(step)} step={step} />
}
