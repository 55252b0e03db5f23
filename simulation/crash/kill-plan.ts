import type { EventType } from '#core/engine/events.ts'

/**
 * Where a desk is killed. `afterCommit` and `beforeCommit` look for an event in what is committed;
 * `afterSend` lies between the venue's answer and its record; `atMoment` counts every boundary that
 * the process passes (input taken, before and after a commit, before and after a send).
 */
export type KillPlan =
  | { readonly at: 'afterCommit'; readonly event: EventType }
  | { readonly at: 'beforeCommit'; readonly event: EventType }
  | { readonly at: 'afterSend' }
  | { readonly at: 'atMoment'; readonly moment: number }
  | { readonly at: 'never' }

export const describePlan = (plan: KillPlan): string =>
  'event' in plan
    ? `${plan.at} ${plan.event}`
    : plan.at === 'atMoment'
      ? `at moment ${plan.moment}`
      : plan.at
