"""The numbers: each metric once (definitions.py), and the figures made of them (source.py, figures.py).

Whoever counts returns the effect `Count(metric, label)`, or adds the string `metric:label` to the counts of a
commitment; it is added in the same commit as what it counts. These are the exact strings (labels: definitions.py).
Everything about a case has the label `category|office|urgency|means`, made by `counting.case_label`; what is not known
is `-`. Means is the door it came through: chat, telephone, whatsapp, email, in-person.

    from bot.domain.counting import case_label, joined, time_label

    case = case_label(referral.category, referral.office, referral.urgency, referral.door)
    Count("referral_opened", case)            "referral_opened:legal|tijuana|soon|chat"
    Count("referral_consented", case)         referral_refused, referral_withdrawn, referral_claimed, referral_sent,
                                              referral_accepted, referral_declined, referral_attended,
                                              referral_provider_confirmed, referral_confirmed (by the person),
                                              referral_not_reached, referral_closed, referral_expired, referral_overdue
    Count("referral_in_time", case)           when staff first act, once a case; or referral_late
    Count("time_to_answer", time_label(case, minutes))      also time_to_acceptance, time_to_closing
    Count("contact", joined(means, category)) a helpdesk contact; "contact:telephone|legal"
    Count("complaint_received", "service")    or "staff"; and complaint_resolved
    Count("survey", joined(question, answer)) knows-help, satisfied or helped; yes, no or unsure: "survey:satisfied|yes"
    Count("helpful", joined(answer, topic))   "helpful:yes|asylum.apply"
    Count("alert_sent", channel)              alert_read, alert_opted_in, alert_opted_out
    Count("unsent", joined(channel, reason))  reason: refused, unreachable or never-wrote-again

From these come `people` and `returning` (different people, estimated), `interaction`, `satisfied`, `knows_help`,
`helpful_yes` and the state of the content; they are not counted.
"""
