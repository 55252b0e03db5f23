/**
 * The wall against our own bugs: SQLite itself refuses an OrderSubmitted that adds risk without
 * what has to come before it. It reads the rows of the projections and, through their `seq`, the
 * very events that they were folded from. A row that says it adds nothing is believed only where the
 * terms that were offered are those of an exit and every order of them is reduce-only.
 */
const TICKET = "json_extract(NEW.payload, '$.ticketId')"
const ATTEMPT = "json_extract(NEW.payload, '$.attempt')"
const CLAIMED_LOSS = "CAST(substr(json_extract(NEW.payload, '$.worstCaseLoss'), 2) AS INTEGER)"
const SAME_ATTEMPT = `ticket_id = ${TICKET} AND attempt = ${ATTEMPT}`

export const SUBMISSION_RULES = {
  twice: 'submitted before: an attempt is sent once',
  notActive: 'the desk is halted or reducing: nothing that adds risk is sent',
  noDecision: 'no passed risk decision for this attempt',
  noCaps:
    'the risk decision does not say its worst case, or the cap of the day or of the positions',
  noApproval: 'no approval of the terms that were offered',
  noSignature: "no signature by the account's own address for this attempt",
  overDayCap: "the worst case and what the day has lost are over the day's cap",
  overPositionCount: 'one position more than the limit',
  twoThings: 'an event has each name once',
} as const

const refuse = (reason: string): string => `SELECT RAISE(ABORT, '${reason.replaceAll("'", "''")}')`

const PASSED_DECISION = `
  SELECT 1 FROM decisions AS d JOIN events AS e ON e.seq = d.seq
  WHERE d.${SAME_ATTEMPT.replace(' AND ', ' AND d.')}
    AND d.result = 'passed' AND e.type = 'OrderApproved'
    AND json_extract(e.payload, '$.ticketId') = d.ticket_id
    AND json_extract(e.payload, '$.attempt') = d.attempt
    AND json_extract(e.payload, '$.decision.result') = 'passed'`

const MATCHING_APPROVAL = `
  SELECT 1 FROM approvals AS a
  JOIN events AS e ON e.seq = a.seq
  JOIN tickets AS t ON t.ticket_id = a.ticket_id
  JOIN events AS r ON r.seq = t.requested_seq
  WHERE a.${SAME_ATTEMPT.replace(' AND ', ' AND a.')}
    AND a.digest = t.digest
    AND e.type = 'OrderApproved' AND json_extract(e.payload, '$.digest') = a.digest
    AND r.type = 'ApprovalRequested' AND json_extract(r.payload, '$.digest') = a.digest`

const OWN_SIGNATURE = `
  SELECT 1 FROM signatures AS s JOIN events AS e ON e.seq = s.seq, desk
  WHERE s.${SAME_ATTEMPT.replace(' AND ', ' AND s.')}
    AND s.discarded_reason IS NULL
    AND lower(s.recovered_address) = lower(desk.account_address)
    AND e.type = 'OrderSigned'
    AND json_extract(e.payload, '$.ticketId') = s.ticket_id
    AND json_extract(e.payload, '$.attempt') = s.attempt
    AND lower(json_extract(e.payload, '$.recoveredAddress')) = lower(desk.account_address)`

/** What the newest day has lost so far, scaled; zero while it is ahead. */
const LOST_TODAY = `
  COALESCE((SELECT MAX(0, fees - realised - funding) FROM days ORDER BY seq DESC LIMIT 1), 0)`

/** The worst case as the event of the decision has it, whatever became of the row. */
const LOGGED_LOSS =
  "CAST(substr(json_extract(e.payload, '$.decision.worstCaseLoss'), 2) AS INTEGER)"

const DECISION_AND_EVENT = `
  SELECT 1 FROM decisions AS d JOIN events AS e ON e.seq = d.seq
  WHERE d.${SAME_ATTEMPT.replace(' AND ', ' AND d.')}`

/** Figures that are missing or no plain decimals; without them the two caps below would not bind. */
const WITHOUT_CAPS = `${DECISION_AND_EVENT}
    AND (d.day_loss_cap IS NULL OR d.positions_max IS NULL
      OR COALESCE(${LOGGED_LOSS}, 0) <= 0)`

const OVER_DAY_CAP = `${DECISION_AND_EVENT}
    AND MAX(d.worst_case_loss, ${LOGGED_LOSS}, COALESCE(${CLAIMED_LOSS}, 0)) + ${LOST_TODAY}
      > d.day_loss_cap`

/** What the desk offers without a decision: none of it may open or add. */
const EXIT_KINDS = "'close', 'move', 'protect', 'cancel', 'leverage'"

const OFFERED_AS_EXIT = `
  SELECT 1 FROM tickets AS t JOIN events AS r ON r.seq = t.requested_seq
  WHERE t.ticket_id = ${TICKET} AND r.type = 'ApprovalRequested'
    AND json_extract(r.payload, '$.ticketId') = t.ticket_id
    AND json_extract(r.payload, '$.terms.kind') IN (${EXIT_KINDS})`

const MAY_ADD = `SELECT 1 FROM orders WHERE ticket_id = ${TICKET} AND is_reduce_only <> 1`

/** Also one that stands in the log alone, behind the offer of its ticket. */
const SENT_BEFORE = `
  SELECT 1 FROM submissions WHERE ${SAME_ATTEMPT}
  UNION ALL
  SELECT 1 FROM events AS s
  WHERE s.seq > (SELECT requested_seq FROM tickets WHERE ticket_id = ${TICKET})
    AND s.type = 'OrderSubmitted'
    AND json_extract(s.payload, '$.ticketId') = ${TICKET}
    AND json_extract(s.payload, '$.attempt') = ${ATTEMPT}`

const OVER_POSITION_COUNT = `
  SELECT 1 FROM decisions JOIN tickets AS t USING (ticket_id)
  WHERE ticket_id = ${TICKET} AND decisions.attempt = ${ATTEMPT}
    AND NOT EXISTS (SELECT 1 FROM positions AS o WHERE o.is_open = 1 AND o.coin = t.coin)
    AND 1 + (SELECT COUNT(*) FROM positions AS p WHERE p.is_open = 1 AND p.coin <> t.coin)
      > positions_max`

export const guardTriggers = [
  'submission_is_one_thing',
  'submission_once',
  'submission_guard',
] as const

/** Dropped and made again together with the projections that it reads. */
export const submissionGuard = `
CREATE TRIGGER submission_is_one_thing BEFORE INSERT ON events
WHEN instr(NEW.payload, 'OrderSubmitted') > 0
BEGIN
  ${refuse(SUBMISSION_RULES.twoThings)}
  WHERE EXISTS (SELECT 1 FROM json_each(NEW.payload) GROUP BY key HAVING COUNT(*) > 1);
END;

CREATE TRIGGER submission_once BEFORE INSERT ON events
WHEN NEW.type = 'OrderSubmitted'
BEGIN
  ${refuse(SUBMISSION_RULES.twice)}
  WHERE EXISTS (${SENT_BEFORE});
END;

CREATE TRIGGER submission_guard BEFORE INSERT ON events
WHEN NEW.type = 'OrderSubmitted'
  AND (COALESCE(json_extract(NEW.payload, '$.addsRisk'), 1) <> 0
    OR NOT EXISTS (${OFFERED_AS_EXIT})
    OR EXISTS (${MAY_ADD}))
BEGIN
  ${refuse(SUBMISSION_RULES.notActive)}
  WHERE EXISTS (SELECT 1 FROM risk_state WHERE state <> 'active')
    OR EXISTS (SELECT 1 FROM risk_causes);
  ${refuse(SUBMISSION_RULES.noDecision)} WHERE NOT EXISTS (${PASSED_DECISION});
  ${refuse(SUBMISSION_RULES.noCaps)} WHERE EXISTS (${WITHOUT_CAPS});
  ${refuse(SUBMISSION_RULES.noApproval)} WHERE NOT EXISTS (${MATCHING_APPROVAL});
  ${refuse(SUBMISSION_RULES.noSignature)} WHERE NOT EXISTS (${OWN_SIGNATURE});
  ${refuse(SUBMISSION_RULES.overDayCap)} WHERE EXISTS (${OVER_DAY_CAP});
  ${refuse(SUBMISSION_RULES.overPositionCount)} WHERE EXISTS (${OVER_POSITION_COUNT});
END;
`
